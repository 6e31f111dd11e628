import type { Effort, Plan, PlanInput, PlanPart } from '../rules/plan-model.js';

/** What the thread is asked. */
export type SolveOrder =
  | { kind: 'refine'; input: PlanInput; standing: PlanPart[]; effort: Effort }
  | { kind: 'bound'; input: PlanInput };

/** What it answers: how far it is, now and then, and in the end a plan or a bound. */
export type SolveAnswer = { done: number; points: number } | { plan: Plan } | { bound: Bound };

/** How good any plan of an input can be. */
export interface Bound {
  /** No plan is worth more. */
  points: number;
  /** A plan worth just that, where the input is small enough to find it. */
  exact: Plan | null;
}
