import { makePlan } from './make-plan.js';
import type { Plan, PlanInput, PlanPart, UnplannedReason } from './plan-model.js';
import { partsOf } from './plan-of-state.js';

export interface Unplanned {
  taskId: number;
  /** `new` = there is room for it, but nobody has put it there yet. */
  reason: UnplannedReason | 'new';
  missingSeconds: number;
  nearestUserId: number | null;
}

export interface WeekPlan {
  plan: Plan;
  parts: PlanPart[];
  unplanned: Unplanned[];
}

/** The plan at once, from the standing one: what can stay where it is stays. */
export function planWeek(input: PlanInput, standing: readonly PlanPart[]): WeekPlan {
  const first = input.days[0] ?? '';
  const ahead = standing.filter(({ day }) => day >= first);
  const plan = makePlan(input, ahead);
  return { plan, parts: partsOf(plan), unplanned: plan.unplanned };
}
