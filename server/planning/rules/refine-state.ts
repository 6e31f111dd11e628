import { seeded } from '../../base/seeded.js';
import { closeGaps } from './close-gaps.js';
import { complete } from './insert-task.js';
import { place, type PlanState, remove } from './plan-state.js';
import type { Problem } from './plan-problem.js';
import { chooseRuin, type Ruin } from './search/choose-ruin.js';
import { recreate } from './search/recreate.js';
import { choiceOf, type SearchFacts, searchFacts } from './search/search-facts.js';
import { searchState, type SearchState } from './search/search-state.js';
import { clear, takeOut, undo, undoLog } from './search/undo-log.js';

/** What a refinement is like; chosen on simulated weeks, `npm run bench -- planner` measures what they give. */
const START_HEAT = 0.3;
/** So often the caller is asked whether to go on. */
export const STEP = 1024;

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
export function refineState(problem: Problem, state: PlanState, refinement: Refinement): void {
  const facts = searchFacts(problem);
  if (facts.movable.length === 0) return;
  const best = search(searchState(facts, state), refinement);
  restore(facts, state, best);
  closeGaps(problem, state, facts.movable);
  complete(problem, state);
}

interface Best {
  score: number;
  person: Int16Array;
  parts: Int32Array;
}

function search(state: SearchState, { seed, iterations, goesOn }: Refinement): Best {
  const random = seeded(seed);
  const ruin: Ruin = { out: [], wanted: [], aim: -1 };
  const log = undoLog(state.facts.taskCount);
  const scale = START_HEAT * meanWorth(state.facts);
  const best: Best = { score: state.score, person: state.person.slice(), parts: state.parts.slice() };
  for (let round = 0; round < iterations; round += 1) {
    if (round % STEP === 0 && goesOn && !goesOn(round, best.score)) break;
    const heat = scale * (1 - round / iterations) ** 2;
    const before = state.score;
    clear(log);
    chooseRuin(state, random, ruin);
    for (const at of ruin.out) takeOut(state, log, at);
    recreate(state, log, ruin, random);
    const loss = before - state.score;
    if (loss > 0 && loss > -heat * Math.log(1 - random())) undo(state, log);
    else if (state.score > best.score) {
      best.score = state.score;
      best.person.set(state.person);
      best.parts.set(state.parts);
    }
  }
  return best;
}

function meanWorth({ movable, seconds }: SearchFacts): number {
  const sum = movable.reduce((all, at) => all + (seconds[at] ?? 0), 0);
  return (sum / movable.length) * 1000;
}

/** The best plan found, as a plan: first everything movable out, then in again where it was best. */
function restore(facts: SearchFacts, state: PlanState, best: Best): void {
  const { problem, dayCount } = facts;
  for (const at of facts.movable) remove(problem, state, at);
  for (const at of facts.movable) {
    const who = best.person[at] ?? -1;
    if (who < 0) continue;
    const own = [...best.parts.subarray(at * dayCount, (at + 1) * dayCount)];
    const days = own.flatMap((seconds, day) => (seconds > 0 ? [day] : []));
    const parts = { days, seconds: days.map((day) => own[day] ?? 0) };
    place(problem, state, at, { choice: choiceOf(facts, at, who), parts });
  }
}
