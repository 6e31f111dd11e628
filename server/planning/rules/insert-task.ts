import { bestSpot, fill } from './find-room.js';
import { isPlaced, place, type PlanState, remove, taskAt } from './plan-state.js';
import type { Problem } from './plan-problem.js';

/** Puts a task with whoever brings the most; false where nobody has room. */
export function insertBest(problem: Problem, state: PlanState, at: number, skips?: () => boolean): boolean {
  if (isPlaced(state, at)) return true;
  const spot = bestSpot(problem, state, at, skips);
  if (!spot) return false;
  const person = taskAt(problem, at).people[spot.choice] ?? -1;
  const parts = fill(problem, state, at, person);
  if (!parts) return false;
  place(problem, state, at, { choice: spot.choice, parts });
  return true;
}

/** Takes a task out, and before it all that waits for it; answers what was taken. */
export function removeWithFollowers(problem: Problem, state: PlanState, at: number): number[] {
  if (!isPlaced(state, at)) return [];
  const followers = taskAt(problem, at).after.flatMap((after) => removeWithFollowers(problem, state, after));
  remove(problem, state, at);
  return [...followers, at];
}

/** Plans whatever still finds room, most important first. */
export function complete(problem: Problem, state: PlanState): void {
  for (const at of byRank(problem)) insertBest(problem, state, at);
}

export function byRank({ tasks }: Problem): number[] {
  const order: number[] = [];
  tasks.forEach(({ rank }, at) => (order[rank] = at));
  return order;
}
