import { taskAt } from './plan-state.js';
import type { Problem } from './plan-problem.js';

/** The order in which tasks are planned anew: by rank, longest first, by deadline or as it comes; never before what they wait for. */
export function recreateOrder(problem: Problem, tasks: readonly number[], random: () => number): number[] {
  const key = keyFor(problem, random);
  const wanted = [...new Set(tasks)].map((at) => ({ at, key: key(at) })).sort((a, b) => a.key - b.key);
  const inside = new Set(wanted.map(({ at }) => at));
  const order: number[] = [];
  const take = (at: number): void => {
    if (!inside.delete(at)) return;
    taskAt(problem, at).before.forEach(take);
    order.push(at);
  };
  for (const { at } of wanted) take(at);
  return order;
}

function keyFor(problem: Problem, random: () => number): (at: number) => number {
  const way = random();
  if (way < 0.3) return (at) => taskAt(problem, at).rank;
  if (way < 0.6) return (at) => -taskAt(problem, at).seconds * taskAt(problem, at).weight;
  if (way < 0.8) return (at) => -taskAt(problem, at).weight + random();
  return () => random();
}
