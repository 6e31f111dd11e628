import { complete } from './insert-task.js';
import type { PlanInput, PlanPart, UnplannedReason } from './plan-model.js';
import { problemOf } from './plan-problem.js';
import { emptyState } from './plan-state.js';

export interface Unplanned {
  taskId: number;
  /** `new` = there is room for it, but nobody has put it there yet. */
  reason: UnplannedReason | 'new';
  missingSeconds: number;
  nearestUserId: number | null;
}

export interface WeekPlan {
  parts: PlanPart[];
  unplanned: Unplanned[];
}

/** The plan at once. */
export function planWeek(input: PlanInput): WeekPlan {
  const problem = problemOf(input);
  const state = emptyState(problem);
  complete(problem, state);
  const parts: PlanPart[] = [];
  const unplanned: Unplanned[] = [];
  problem.tasks.forEach((facts, at) => {
    const { taskId } = facts.task;
    const placed = state.parts[at];
    const userId = input.people[state.person[at] ?? -1]?.userId;
    if (!placed || userId === undefined) {
      const reason = facts.blocked ?? 'no-capacity';
      unplanned.push({ taskId, reason, missingSeconds: 0, nearestUserId: null });
      return;
    }
    placed.days.forEach((day, index) => {
      parts.push({ taskId, userId, day: input.days[day] ?? '', seconds: placed.seconds[index] ?? 0 });
    });
  });
  return { parts, unplanned };
}
