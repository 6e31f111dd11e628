import { adoptPlan } from './adopt-plan.js';
import type { Effort, Plan, PlanInput, PlanPart } from './plan-model.js';
import { planOfState } from './plan-of-state.js';
import { problemOf } from './plan-problem.js';
import { refineState } from './refine-state.js';

/** A plan at once, from the standing one (empty: from nothing). Everything that can stay stays as it is. */
export function makePlan(input: PlanInput, standing: readonly PlanPart[]): Plan {
  const problem = problemOf(input);
  return planOfState(problem, adoptPlan(problem, standing));
}

/** Called now and then while a plan is refined: rounds done and the best points; false ends it with the best plan so far. */
export type Watch = (done: number, points: number) => boolean;

/** The plan refined, never worth less than `makePlan` of the same. The same input, start, seed and iterations give the same plan. */
export function refinePlan(
  input: PlanInput,
  standing: readonly PlanPart[],
  effort: Effort,
  watch?: Watch,
): Plan {
  const problem = problemOf(input);
  const state = adoptPlan(problem, standing);
  refineState(problem, state, { ...effort, ...(watch && { goesOn: watch }) });
  return planOfState(problem, state);
}
