import { isPlaced, type PlanState, taskAt } from './plan-state.js';
import type { Problem } from './plan-problem.js';

export interface Ruin {
  /** Planned tasks to take out. */
  out: number[];
  /** Tasks without a place that may find one then. */
  wanted: number[];
}

const MOST_OUT = 8;
const MOST_WANTED = 16;
const HOURS_SHARE = 0.15;

/**
 * One task is drawn; if it is planned it goes with others of the same people or client, if not it is tried on people
 * who may do it, with some of their work taken out.
 */
export function chooseRuin(
  problem: Problem,
  state: PlanState,
  movable: readonly number[],
  random: () => number,
): Ruin {
  const first = pick(movable, random);
  const task = taskAt(problem, first);
  const isForHours = task.client >= 0 && random() < HOURS_SHARE;
  const one = isPlaced(state, first) ? (state.person[first] ?? 0) : pick(task.people, random);
  const other = random() < 0.6 ? pick(task.people, random) : one;
  const related: number[] = [];
  for (const at of movable) {
    const person = state.person[at] ?? -1;
    if (person < 0 || at === first) continue;
    if (isForHours ? problem.tasks[at]?.client === task.client : person === one || person === other)
      related.push(at);
  }
  const out = sample(related, 1 + Math.floor(random() * MOST_OUT), random);
  if (isPlaced(state, first)) out.push(first);
  const wanted = isPlaced(state, first) ? [] : [first];
  return { out, wanted: [...wanted, ...sample(openFor(problem, state, movable, out), MOST_WANTED, random)] };
}

/** Tasks without a place that those may do whose work is taken out, or whose client gets hours back. */
function openFor(
  problem: Problem,
  state: PlanState,
  movable: readonly number[],
  out: readonly number[],
): number[] {
  const people = new Set(out.map((at) => state.person[at] ?? 0));
  const clients = new Set(out.map((at) => problem.tasks[at]?.client ?? -1));
  clients.delete(-1);
  const open: number[] = [];
  for (const at of movable) {
    if (isPlaced(state, at)) continue;
    if (clients.has(problem.tasks[at]?.client ?? -1) || mayAny(problem, at, people)) open.push(at);
  }
  return open;
}

function mayAny({ may, input }: Problem, at: number, people: ReadonlySet<number>): boolean {
  for (const person of people) if (may[at * input.people.length + person] === 1) return true;
  return false;
}

function pick(list: readonly number[], random: () => number): number {
  return list[Math.floor(random() * list.length)] ?? 0;
}

/** Some of a list, each at most once. */
function sample(list: number[], size: number, random: () => number): number[] {
  const most = Math.min(size, list.length);
  for (let at = 0; at < most; at += 1) {
    const other = at + Math.floor(random() * (list.length - at));
    const kept = list[at] ?? 0;
    list[at] = list[other] ?? 0;
    list[other] = kept;
  }
  return list.slice(0, most);
}
