import type { Day } from '../../base/days.js';
import { makePlan } from './make-plan.js';
import type { Place, PlanInput, PlannedTask, PlanPart, UnplannedReason } from './plan-model.js';
import { placesOf } from './plan-moves.js';
import { promiseDates, type PromiseOptions } from './promise-dates.js';
import type { HeldReason } from './plan-task-of.js';
import type { HeldTask } from './week-input.js';

/** What can be said of when a task will be done: two days, or why not. */
export type Foreseen = Promised | { kind: 'unknown'; reason: UnplannedReason | HeldReason };

export interface Promised {
  kind: 'promised';
  /** Who does it, and from when to when, if all goes as planned. */
  place: Place;
  /** The accepted plan says the same; false = it is reckoned ahead of it, or differs from it by now. */
  isPublished: boolean;
  /** Done by then in half, and in nine tenths of the imagined futures; null = after the last day that was looked at. */
  on50: Day | null;
  on90: Day | null;
}

export interface AheadOrder {
  input: PlanInput;
  /** What was told to everybody, from today on. */
  told: PlanPart[];
  options: PromiseOptions;
}

/** What was found: what can be said of each task, and the plan it was played from. */
export interface Ahead {
  seen: Map<number, Foreseen>;
  planned: PlannedTask[];
}

/** Plans the days ahead around what was told, and plays that plan many times. */
export function lookAhead({ input, told, options }: AheadOrder): Ahead {
  const plan = makePlan(input, told);
  const dates = new Map(promiseDates(input, plan, options).map((one) => [one.taskId, one]));
  const places = placesOf(told);
  const seen = new Map<number, Foreseen>();
  for (const { taskId, userId, startDay, finishDay } of plan.planned) {
    const before = places.get(taskId);
    const isPublished = before?.userId === userId && before.finishDay === finishDay;
    const { on50 = null, on90 = null } = dates.get(taskId) ?? {};
    seen.set(taskId, { kind: 'promised', place: { userId, startDay, finishDay }, isPublished, on50, on90 });
  }
  for (const { taskId, reason } of plan.unplanned) seen.set(taskId, { kind: 'unknown', reason });
  return { seen, planned: plan.planned };
}

/** Adds what never came before the planner: those wait for something else than time. */
export function withHeld(seen: Map<number, Foreseen>, held: readonly HeldTask[]): Map<number, Foreseen> {
  for (const { taskId, reason } of held) seen.set(taskId, { kind: 'unknown', reason });
  return seen;
}

/** Whoever was told to do a task does it, even where somebody else began it. */
export function withPerformers(input: PlanInput, told: readonly PlanPart[]): PlanInput {
  const places = placesOf(told);
  const tasks = input.tasks.map((task) => {
    const place = places.get(task.taskId);
    return place ? { ...task, startedByUserId: place.userId } : task;
  });
  return { ...input, tasks };
}
