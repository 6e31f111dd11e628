import type { Ruin } from './choose-ruin.js';
import type { SearchFacts } from './search-facts.js';
import { bestOption, put, type SearchState } from './search-state.js';
import type { UndoLog } from './undo-log.js';

/** Plans what was taken out, and what is wanted, anew. */
export function recreate(state: SearchState, log: UndoLog, ruin: Ruin, random: () => number): void {
  const { order } = log;
  order.length = 0;
  for (let index = 0; index < log.takenCount; index += 1) order.push(log.taken[index]?.at ?? 0);
  for (const at of ruin.wanted) if (!order.includes(at)) order.push(at);
  sortForPlanning(state.facts, order, log.keys, random);
  if (ruin.aim >= 0) insert(state, log, ruin.aim, null);
  for (const at of order) insert(state, log, at, random);
}

/** Puts a task, and before it what it waits for, with whoever brings the most. */
function insert(state: SearchState, log: UndoLog, at: number, random: (() => number) | null): boolean {
  if ((state.person[at] ?? -1) >= 0) return true;
  const { facts } = state;
  for (const before of facts.problem.tasks[at]?.before ?? []) {
    if ((state.person[before] ?? -1) >= 0) continue;
    if (facts.isMovable[before] !== 1 || !insert(state, log, before, random)) return false;
  }
  const option = bestOption(state, at, random);
  if (option < 0 || !put(state, at, option)) return false;
  log.put.push(at);
  return true;
}

/** By rank, what brings most, by weight, or as it comes. */
function sortForPlanning(
  { rank, seconds, points }: SearchFacts,
  tasks: number[],
  keys: Float64Array,
  random: () => number,
): void {
  const way = random();
  for (const at of tasks) {
    if (way < 0.3) keys[at] = rank[at] ?? 0;
    else if (way < 0.6) keys[at] = -(points[at] ?? 0);
    else if (way < 0.8) keys[at] = random() - (points[at] ?? 0) / Math.max(1, seconds[at] ?? 1);
    else keys[at] = random();
  }
  for (let next = 1; next < tasks.length; next += 1) {
    const at = tasks[next] ?? 0;
    const key = keys[at] ?? 0;
    let to = next - 1;
    for (; to >= 0 && (keys[tasks[to] ?? 0] ?? 0) > key; to -= 1) tasks[to + 1] = tasks[to] ?? 0;
    tasks[to + 1] = at;
  }
}
