import { seeded } from '../../base/seeded.js';
import { complete, insertBest, removeWithFollowers } from './insert-task.js';
import { isPlaced, type Parts, place, type PlanState, remove, taskAt } from './plan-state.js';
import type { Problem } from './plan-problem.js';
import { closeGaps } from './close-gaps.js';
import { chooseRuin } from './choose-ruin.js';
import { recreateOrder } from './recreate-order.js';

/** What a refinement is like; chosen on simulated weeks, `npm run bench -- planner` measures what they give. */
const START_HEAT = 0.05;
const BLINK = 0.03;
/** So often the caller is asked whether to go on. */
export const STEP = 256;

export interface Refinement {
  seed: number;
  iterations: number;
  /** Called every `STEP` iterations; false ends it with the best plan so far. */
  goesOn?: (done: number, best: number) => boolean;
}

/**
 * Ruin and recreate: takes some related tasks out and plans them, and tasks that found no room, anew; keeps what is
 * better, and for a while what is a little worse. Leaves the best plan found in `state`, never one worth less than it was.
 */
export function refineState(
  problem: Problem,
  state: PlanState,
  { seed, iterations, goesOn }: Refinement,
): void {
  const random = seeded(seed);
  const movable = problem.tasks.flatMap((task, at) => (task.isFixed || task.blocked !== null ? [] : [at]));
  if (movable.length === 0) return;
  const best = keep(state);
  const scale = START_HEAT * meanWorth(problem, movable);
  for (let round = 0; round < iterations; round += 1) {
    if (round % STEP === 0 && goesOn && !goesOn(round, best.score)) break;
    if (round % 128 === 0) closeGaps(problem, state, movable);
    const heat = scale * (1 - round / iterations) ** 2;
    const before = state.score;
    const undo = ruinAndRecreate(problem, state, movable, random);
    const loss = before - state.score;
    if (loss > 0 && loss > -heat * Math.log(1 - random())) undo();
    else if (state.score > best.score) Object.assign(best, keep(state));
  }
  restore(problem, state, best);
  closeGaps(problem, state, movable);
  complete(problem, state);
}

function meanWorth(problem: Problem, movable: readonly number[]): number {
  const sum = movable.reduce((all, at) => all + taskAt(problem, at).seconds, 0);
  return (sum / movable.length) * 1000;
}

function ruinAndRecreate(
  problem: Problem,
  state: PlanState,
  movable: readonly number[],
  random: () => number,
): () => void {
  const { out, wanted } = chooseRuin(problem, state, movable, random);
  const taken: Taken[] = [];
  for (const at of out) takeOut(problem, state, at, taken);
  const order = recreateOrder(problem, [...taken.map((one) => one.at), ...wanted], random);
  const put: number[] = [];
  const skips = (): boolean => random() < BLINK;
  for (const at of order) {
    if (!isPlaced(state, at) && insertBest(problem, state, at, skips)) put.push(at);
  }
  return () => {
    for (const at of put.reverse()) remove(problem, state, at);
    for (const { at, choice, parts } of taken.reverse()) place(problem, state, at, { choice, parts });
  };
}

interface Taken {
  at: number;
  choice: number;
  parts: Parts;
}

/** Takes a task out with all that waits for it. */
function takeOut(problem: Problem, state: PlanState, at: number, taken: Taken[]): void {
  if (!isPlaced(state, at)) return;
  const spots = new Map<number, Taken>();
  const note = (each: number): void => {
    const parts = state.parts[each];
    if (!parts) return;
    spots.set(each, {
      at: each,
      choice: taskAt(problem, each).people.indexOf(state.person[each] ?? -1),
      parts,
    });
    taskAt(problem, each).after.forEach(note);
  };
  note(at);
  for (const each of removeWithFollowers(problem, state, at)) {
    const spot = spots.get(each);
    if (spot) taken.push(spot);
  }
}

interface Kept {
  score: number;
  person: Int16Array;
  parts: (Parts | null)[];
}

function keep({ score, person, parts }: PlanState): Kept {
  return { score, person: person.slice(), parts: parts.slice() };
}

/** Back to a plan that was kept: first everything out that lies elsewhere, then in. */
function restore(problem: Problem, state: PlanState, kept: Kept): void {
  const differs = (at: number): boolean =>
    state.parts[at] !== kept.parts[at] || state.person[at] !== kept.person[at];
  const places = problem.tasks.map((_, at) => at).filter(differs);
  for (const at of places) remove(problem, state, at);
  for (const at of places) {
    const parts = kept.parts[at];
    if (!parts) continue;
    place(problem, state, at, { choice: taskAt(problem, at).people.indexOf(kept.person[at] ?? -1), parts });
  }
}
