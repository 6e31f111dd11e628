import type { Problem, ProblemTask } from '../rules/plan-problem.js';

/** When a person can begin and end a task at the soonest, were there no other work than what it waits for. */
export interface Soonest {
  start: number;
  /** Infinity = not in this plan. */
  finish: number;
}

/** By task and choice of person; no plan has a task earlier with that person. */
export function soonestDays(problem: Problem): Soonest[][] {
  const found: Soonest[][] = problem.tasks.map(() => []);
  const order = problem.tasks.map((_, at) => at);
  order.sort((a, b) => (problem.tasks[a]?.rank ?? 0) - (problem.tasks[b]?.rank ?? 0));
  for (const at of order) {
    const task = problem.tasks[at];
    if (task && task.blocked === null) {
      found[at] = task.people.map((person) => soonestWith(problem, found, task, person));
    }
  }
  return found;
}

function soonestWith(problem: Problem, found: Soonest[][], task: ProblemTask, person: number): Soonest {
  let start = task.ready;
  let finish = endOf(problem, [task], { person, start });
  for (const at of task.before) {
    const before = problem.tasks[at];
    if (!before) continue;
    // Either the same person does both, one after the other, or the task begins on the day after another's end.
    const own = found[at]?.[before.people.indexOf(person)] ?? { start: Infinity, finish: Infinity };
    const others = (found[at] ?? []).filter((_, choice) => before.people[choice] !== person);
    const after = 1 + Math.min(Infinity, ...others.map((one) => one.finish));
    start = Math.max(start, Math.min(own.finish, after));
    const both = endOf(problem, [before, task], { person, start: own.start });
    finish = Math.max(finish, Math.min(both, endOf(problem, [task], { person, start: after })));
  }
  return { start, finish: Math.max(finish, endOf(problem, [task], { person, start })) };
}

/** The day on which a person has done these tasks who has nothing else. */
function endOf(
  problem: Problem,
  tasks: readonly ProblemTask[],
  { person, start }: { person: number; start: number },
): number {
  const isPlain = tasks.every(({ level, pinned }) => level === 0 && pinned === null);
  const from = isPlain ? problem.plainCapacity : problem.capacity;
  let missing = tasks.reduce((sum, { seconds }) => sum + seconds, 0);
  for (let day = start; day < problem.dayCount; day += 1) {
    missing -= from[person * problem.dayCount + day] ?? 0;
    if (missing <= 0) return day;
  }
  return Infinity;
}
