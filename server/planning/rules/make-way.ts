import { removeWithFollowers } from './insert-task.js';
import { isPlaced, type PlanState, taskAt } from './plan-state.js';
import type { Problem } from './plan-problem.js';

/**
 * Takes work out until no person's day is over its limits: of those that are enough alone the one that is hurt least,
 * else the one that gives most for what it loses. Critical work and what was put by hand stays.
 */
export function makeWay(problem: Problem, state: PlanState): void {
  const byPerson = new Map<number, number[]>();
  problem.tasks.forEach((task, at) => {
    if (!isPlaced(state, at) || task.isFixed) return;
    const person = state.person[at] ?? -1;
    byPerson.set(person, [...(byPerson.get(person) ?? []), at]);
  });
  for (const [person, tasks] of byPerson) {
    for (let day = 0; day < problem.dayCount; day += 1) clearDay(problem, state, { person, day, tasks });
  }
}

interface Crowd {
  person: number;
  day: number;
  tasks: readonly number[];
}

function clearDay(problem: Problem, state: PlanState, { person, day, tasks }: Crowd): void {
  const spot = person * problem.dayCount + day;
  for (;;) {
    const over = (state.load[spot] ?? 0) - (problem.capacity[spot] ?? 0);
    const overPlain = (state.plain[spot] ?? 0) - (problem.plainCapacity[spot] ?? 0);
    if (over <= 0 && overPlain <= 0) return;
    const here = tasks.filter(
      (at) =>
        isPlaced(state, at) && secondsOn(state, at, day) > 0 && (over > 0 || taskAt(problem, at).level === 0),
    );
    const least = leastHurt(problem, state, here, { day, over: Math.max(over, overPlain) });
    if (least === null) return;
    removeWithFollowers(problem, state, least);
  }
}

function leastHurt(
  problem: Problem,
  state: PlanState,
  here: readonly number[],
  { day, over }: { day: number; over: number },
): number | null {
  const enough = here.filter((at) => secondsOn(state, at, day) >= over);
  const from = enough.length > 0 ? enough : here;
  const price = (at: number): number => {
    const hurt = hurtOf(problem, state, at);
    return enough.length > 0 ? hurt : hurt / secondsOn(state, at, day);
  };
  return from.reduce<number | null>(
    (best, at) => (best === null || price(at) < price(best) ? at : best),
    null,
  );
}

/** What it loses by giving way, roughly: its weight and length; more where a deadline is near, or others wait for it. */
function hurtOf(problem: Problem, state: PlanState, at: number): number {
  const task = taskAt(problem, at);
  const { deadline } = task.task;
  const isNear = deadline !== null && deadline <= (problem.input.days[(state.finish[at] ?? 0) + 2] ?? '9999');
  const waiting = task.after.filter((after) => isPlaced(state, after)).length;
  return task.seconds * task.weight * (1 + (isNear ? 4 : 0) + 2 * waiting);
}

function secondsOn(state: PlanState, at: number, day: number): number {
  const parts = state.parts[at];
  return parts?.seconds[parts.days.indexOf(day)] ?? 0;
}
