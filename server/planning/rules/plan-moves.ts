import { diffPlans, placeOf, toldMoves } from './diff-plans.js';
import type { Place, PlanPart, TaskMove } from './plan-model.js';
import { partsByTask } from './plan-problem.js';

/** Who does each task, and from when to when. */
export function placesOf(parts: readonly PlanPart[]): Map<number, Place> {
  return new Map(
    [...partsByTask(parts)].flatMap(([taskId, own]) => {
      const place = placeOf(own);
      return place ? [[taskId, place] as const] : [];
    }),
  );
}

/** What people and clients must hear of: another person, another last day, in or out of the plan. */
export function movesBetween(before: readonly PlanPart[], after: readonly PlanPart[]): TaskMove[] {
  return toldMoves(diffPlans(before, after));
}
