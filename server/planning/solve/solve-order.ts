import type { Effort, Plan, PlanInput, PlanPart } from '../rules/plan-model.js';

/** What the thread is asked. */
export type SolveOrder =
  | {
      kind: 'refine';
      id: number;
      input: PlanInput;
      standing: PlanPart[];
      effort: Effort;
      stop: SharedArrayBuffer;
    }
  | { kind: 'bound'; id: number; input: PlanInput };

/** What it answers: how far it is, now and then, and in the end a plan, a bound or a problem. */
export type SolveAnswer =
  | { id: number; done: number; points: number }
  | { id: number; plan: Plan; done: number }
  | { id: number; bound: Bound }
  | { id: number; problem: string };

/** How good any plan of an input can be. */
export interface Bound {
  /** No plan is worth more. */
  points: number;
  /** A plan worth just that, where the input is small enough to find it. */
  exact: Plan | null;
}
