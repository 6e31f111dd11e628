import { adoptPlan } from './adopt-plan.js';
import { fill, hoursLeftFor } from './find-room.js';
import type { Plan, PlanInput, PlanPart, UnplannedReason } from './plan-model.js';
import { partsOf, planOfState } from './plan-of-state.js';
import { type Problem, problemOf } from './plan-problem.js';
import { explainUnplanned } from './explain-unplanned.js';
import { reserveOn } from './reserve-on.js';
import { isPlaced, place, type PlanState, taskAt, worthOf } from './plan-state.js';

/** An urgent task, offered to those who may do it. Nobody else's work moves. */
export interface UrgentOffer {
  taskId: number;
  /** Best first; empty = nobody has room, `reason` says why. */
  candidates: UrgentCandidate[];
  reason: UnplannedReason | null;
  /** The plan with the first candidate; null without one. */
  plan: Plan | null;
}

export interface UrgentCandidate {
  userId: number;
  parts: PlanPart[];
  startDay: string;
  finishDay: string;
  /** Calendar days after the task's deadline. */
  lateDays: number;
  skillPermille: number;
  clientPermille: number;
  /** This person's reserve of the first day of work: before, and what remains. */
  reserveBefore: number;
  reserveAfter: number;
  /** Everybody's reserve on that day, and what remains of it. */
  teamReserveBefore: number;
  teamReserveAfter: number;
}

/** Who of those who may do it has reserve soonest; the task must be in `input`, and counts as urgent there. */
export function takeUrgent(input: PlanInput, standing: Plan, taskId: number): UrgentOffer {
  const tasks = input.tasks.map((task) =>
    task.taskId === taskId && task.urgency === 'plain' ? { ...task, urgency: 'urgent' as const } : task,
  );
  const problem = problemOf({ ...input, tasks });
  const at = problem.taskOf.get(taskId);
  if (at === undefined) throw new RangeError(`Task ${String(taskId)} is not in the input`);
  const state = stateWithout(problem, standing, at);
  const task = taskAt(problem, at);
  const isOpen = task.blocked === null && hoursLeftFor(problem, state, task);
  const found = isOpen
    ? task.people.flatMap((_, choice) => candidate(problem, state, { at, choice }) ?? [])
    : [];
  found.sort((a, b) => b.worth - a.worth || b.offer.reserveAfter - a.offer.reserveAfter);
  const [best] = found;
  const reason = best ? null : explainUnplanned(problem, state, at).reason;
  if (best) place(problem, state, at, { choice: best.choice, parts: best.lies });
  return {
    ...{ taskId, reason },
    candidates: found.map(({ offer }) => offer),
    plan: best ? planOfState(problem, state) : null,
  };
}

/** The standing plan as it is, with this task open. */
function stateWithout(problem: Problem, standing: Plan, at: number): PlanState {
  const { taskId } = taskAt(problem, at).task;
  const parts = partsOf(standing).filter((part) => part.taskId !== taskId);
  return adoptPlan(problem, parts, { isOpen: (other) => isBehind(problem, other, at), onlyStanding: true });
}

/** Is it the task itself, or does it wait for it? */
function isBehind(problem: Problem, other: number, at: number): boolean {
  const { before, blocked } = taskAt(problem, other);
  return other === at || (blocked === null && before.some((each) => isBehind(problem, each, at)));
}

function candidate(
  problem: Problem,
  state: PlanState,
  { at, choice }: { at: number; choice: number },
): {
  offer: UrgentCandidate;
  worth: number;
  choice: number;
  lies: NonNullable<ReturnType<typeof fill>>;
} | null {
  const { task, people, due } = taskAt(problem, at);
  const person = people[choice] ?? -1;
  const lies = isPlaced(state, at) ? null : fill(problem, state, at, person);
  if (!lies) return null;
  const { days, people: all } = problem.input;
  const userId = all[person]?.userId ?? 0;
  const parts = lies.days.map((day, index) => ({
    ...{ taskId: task.taskId, userId, day: days[day] ?? '' },
    seconds: lies.seconds[index] ?? 0,
  }));
  const [start, finish] = [lies.days[0] ?? 0, lies.days.at(-1) ?? 0];
  const reserve = all.map((_, each) => reserveOn(problem, state, each * problem.dayCount + start));
  const [own, team] = [reserve[person] ?? 0, reserve.reduce((sum, seconds) => sum + seconds, 0)];
  const taken = Math.min(own, lies.seconds[0] ?? 0);
  const offer: UrgentCandidate = {
    ...{ userId, parts, startDay: days[start] ?? '', finishDay: days[finish] ?? '' },
    lateDays: Math.max(0, finish - due),
    skillPermille: skillFor(problem, person, at),
    clientPermille: all[person]?.clientPermille[task.clientId ?? 0] ?? 0,
    ...{ reserveBefore: own, reserveAfter: own - taken },
    ...{ teamReserveBefore: team, teamReserveAfter: team - taken },
  };
  return { offer, choice, lies, worth: worthOf(taskAt(problem, at), choice, finish) };
}

function skillFor({ input, tasks }: Problem, person: number, at: number): number {
  const facts = input.people[person];
  const type = tasks[at]?.task.workType ?? null;
  return (type === null ? undefined : facts?.skillPermille[type]) ?? facts?.otherSkillPermille ?? 0;
}
