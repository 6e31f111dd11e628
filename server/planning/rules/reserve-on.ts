import type { Problem } from './plan-problem.js';
import type { PlanState } from './plan-state.js';

/** What is left of a person's reserve on a day: urgent work fills it first, parts put by hand may have gone into it. */
export function reserveOn({ capacity, plainCapacity }: Problem, state: PlanState, spot: number): number {
  const [all, load, plain] = [capacity[spot] ?? 0, state.load[spot] ?? 0, state.plain[spot] ?? 0];
  return Math.max(0, Math.min(all - (plainCapacity[spot] ?? 0) - (load - plain), all - load));
}
