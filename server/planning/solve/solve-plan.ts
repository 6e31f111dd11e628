import { threadCaller } from '../../base/threads/index.js';
import type { Effort, Plan, PlanInput, PlanPart } from '../rules/plan-model.js';
import type { Bound, SolveAnswer, SolveOrder } from './solve-order.js';

export interface SolveWatch {
  /** Rounds done of those asked for, and the points of the best plan so far. */
  onProgress?: (done: number, points: number) => void;
  /** Nobody wants the plan any more. */
  signal?: AbortSignal;
}

const thread = threadCaller<SolveOrder, SolveAnswer>({
  file: new URL('./solve-thread.mjs', import.meta.url),
  memoryMb: 768,
  timeLimitMs: 120_000,
  codes: { busy: 'PLANS_BUSY', tooSlow: 'PLAN_TOO_SLOW', failed: 'PLAN_FAILED' },
});

/**
 * The plan refined in a thread of its own, so that nobody else waits for it; one order at a time.
 * Errors: PLANS_BUSY (too many at once), PLAN_TOO_SLOW, PLAN_FAILED; the reason of `signal` once that is aborted.
 */
export function solvePlan(
  input: PlanInput,
  standing: PlanPart[],
  effort: Effort,
  { onProgress, signal }: SolveWatch = {},
): Promise<Plan> {
  return thread.ask({
    ...{ what: 'a better plan', pieces: [{ kind: 'refine', input, standing, effort }], signal },
    hear: (answer) => {
      if ('points' in answer) onProgress?.(answer.done, answer.points);
      return 'plan' in answer ? answer.plan : undefined;
    },
  });
}

/** What no plan of this input can exceed; for small inputs with a plan that reaches it. Takes seconds. */
export function solveBound(input: PlanInput): Promise<Bound> {
  return thread.ask({
    ...{ what: 'the bound of a plan', pieces: [{ kind: 'bound', input }] },
    hear: (answer) => ('bound' in answer ? answer.bound : undefined),
  });
}
