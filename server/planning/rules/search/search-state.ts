import type { PlanState } from '../plan-state.js';
import { WHOLE } from '../weights.js';
import type { SearchFacts } from './search-facts.js';

/** A plan while it is searched through. What cannot be moved lies in it as it was; functions of this folder keep its sums true. */
export interface SearchState {
  facts: SearchFacts;
  /** Who does each task; -1 = not planned. */
  person: Int16Array;
  option: Int32Array;
  start: Int16Array;
  finish: Int16Array;
  /** Seconds of each task on each day. */
  parts: Int32Array;
  /** What each person's day has left: in all, and of what is not reserve (below 0 where parts put by hand go beyond it). */
  free: Int32Array;
  freePlain: Int32Array;
  /** What a person has left over all days, for urgent and for ordinary work. */
  left: Int32Array;
  leftPlain: Int32Array;
  clientLeft: Float64Array;
  /** Movable tasks of each person, and those without a place; `slot` is where a task stands in its list. */
  ofPerson: number[][];
  open: number[];
  slot: Int32Array;
  score: number;
}

export function searchState(facts: SearchFacts, plan: PlanState): SearchState {
  const { problem, taskCount, dayCount } = facts;
  const people = problem.input.people.length;
  const state: SearchState = {
    facts,
    person: plan.person.slice(),
    option: new Int32Array(taskCount).fill(-1),
    start: plan.start.slice(),
    finish: plan.finish.slice(),
    parts: new Int32Array(taskCount * dayCount),
    free: problem.capacity.map((seconds, spot) => seconds - (plan.load[spot] ?? 0)),
    freePlain: problem.plainCapacity.map((seconds, spot) => seconds - (plan.plain[spot] ?? 0)),
    left: new Int32Array(people),
    leftPlain: new Int32Array(people),
    clientLeft: Float64Array.from(problem.clientLimit, (most, at) => most - (plan.clientUsed[at] ?? 0)),
    ofPerson: Array.from({ length: people }, () => []),
    open: [],
    slot: new Int32Array(taskCount),
    score: plan.score,
  };
  plan.parts.forEach((parts, at) => {
    parts?.days.forEach((day, index) => {
      state.parts[at * dayCount + day] = parts.seconds[index] ?? 0;
    });
  });
  for (const at of facts.movable) {
    const person = state.person[at] ?? -1;
    if (person >= 0) state.option[at] = optionWith(facts, at, person);
    enlist(state, person >= 0 ? listOf(state, person) : state.open, at);
  }
  for (let person = 0; person < people; person += 1) sumUp(state, person);
  return state;
}

function optionWith({ optionsFrom, optionPerson }: SearchFacts, at: number, person: number): number {
  return optionPerson.indexOf(person, optionsFrom[at]);
}

function listOf({ ofPerson }: SearchState, person: number): number[] {
  return ofPerson[person] ?? [];
}

function enlist({ slot }: SearchState, list: number[], at: number): void {
  slot[at] = list.length;
  list.push(at);
}

function strike({ slot }: SearchState, list: number[], at: number): void {
  const where = slot[at] ?? 0;
  const last = list.pop() ?? at;
  if (last === at) return;
  list[where] = last;
  slot[last] = where;
}

function sumUp({ facts: { dayCount }, free, freePlain, left, leftPlain }: SearchState, person: number): void {
  let all = 0;
  let plain = 0;
  const end = (person + 1) * dayCount;
  for (let spot = person * dayCount; spot < end; spot += 1) {
    const room = free[spot] ?? 0;
    if (room <= 0) continue;
    const ordinary = freePlain[spot] ?? 0;
    all += room;
    if (ordinary > 0) plain += ordinary < room ? ordinary : room;
  }
  left[person] = all;
  leftPlain[person] = plain;
}

/** The first day on which a person may begin a task; -1 while something it waits for is not planned. */
function readyWith({ facts, person, finish }: SearchState, at: number, who: number): number {
  let ready = facts.ready[at] ?? 0;
  const before = facts.problem.tasks[at]?.before;
  if (before === undefined || before.length === 0) return ready;
  for (const other of before) {
    const by = person[other] ?? -1;
    if (by < 0) return -1;
    const from = (finish[other] ?? 0) + (by === who ? 0 : 1);
    if (from > ready) ready = from;
  }
  return ready;
}

/** The day a task would end with a person; -1 where there is no room. */
function finishWith(state: SearchState, at: number, who: number, ready: number): number {
  const { facts, free, freePlain } = state;
  const { dayCount, shortest } = facts;
  const isPlain = facts.isPlain[at] === 1;
  const base = who * dayCount;
  let missing = facts.seconds[at] ?? 0;
  for (let day = ready; day < dayCount; day += 1) {
    let room = free[base + day] ?? 0;
    if (isPlain) {
      const ordinary = freePlain[base + day] ?? 0;
      if (ordinary < room) room = ordinary;
    }
    if (room >= missing) return day;
    if (room >= shortest) missing -= room;
  }
  return -1;
}

function hasHours({ facts, clientLeft }: SearchState, at: number): boolean {
  const client = facts.client[at] ?? -1;
  return client < 0 || (facts.clientSeconds[at] ?? 0) <= (clientLeft[client] ?? 0);
}

/** So often somebody who could do a task is left out, for variety. */
const BLINK = 0.03;

/** The option that brings the most; -1 where nobody has room. With `random` somebody is left out now and then. */
export function bestOption(state: SearchState, at: number, random: (() => number) | null): number {
  const { facts } = state;
  if (!hasHours(state, at)) return -1;
  const { optionPerson, optionLoss, dayLoss, dayCount } = facts;
  const left = facts.isPlain[at] === 1 ? state.leftPlain : state.left;
  const seconds = facts.seconds[at] ?? 0;
  const leastDay = facts.leastDayLoss[at] ?? 0;
  const end = facts.optionsFrom[at + 1] ?? 0;
  let best = -1;
  let least = WHOLE + 1;
  for (let option = facts.optionsFrom[at] ?? 0; option < end; option += 1) {
    const own = optionLoss[option] ?? 0;
    if (own + leastDay >= least) break;
    const who = optionPerson[option] ?? 0;
    if ((left[who] ?? 0) < seconds || (random !== null && random() < BLINK)) continue;
    const ready = readyWith(state, at, who);
    if (ready < 0) return -1;
    const finish = finishWith(state, at, who, ready);
    if (finish < 0) continue;
    const loss = own + (dayLoss[at * dayCount + finish] ?? 0);
    if (loss < least) {
      least = loss;
      best = option;
    }
  }
  return best;
}

/** Puts a task where there is room with an option that has it; false where it has none. */
export function put(state: SearchState, at: number, option: number): boolean {
  const { facts, free, freePlain, parts } = state;
  const { dayCount, shortest } = facts;
  const who = facts.optionPerson[option] ?? 0;
  const ready = readyWith(state, at, who);
  const finish = ready < 0 ? -1 : finishWith(state, at, who, ready);
  if (finish < 0) return false;
  const isPlain = facts.isPlain[at] === 1;
  const base = who * dayCount;
  let start = -1;
  let missing = facts.seconds[at] ?? 0;
  for (let day = ready; day <= finish; day += 1) {
    let room = free[base + day] ?? 0;
    if (isPlain) room = Math.min(room, freePlain[base + day] ?? 0);
    if (room < shortest && room < missing) continue;
    const part = Math.min(room, missing);
    if (part <= 0) continue;
    if (start < 0) start = day;
    parts[at * dayCount + day] = part;
    missing -= part;
  }
  settle(state, at, option, { start, finish });
  return true;
}

/** Enters a task whose parts are written down. */
export function settle(
  state: SearchState,
  at: number,
  option: number,
  { start, finish }: { start: number; finish: number },
): void {
  const { facts, person } = state;
  const who = facts.optionPerson[option] ?? 0;
  person[at] = who;
  state.option[at] = option;
  state.start[at] = start;
  state.finish[at] = finish;
  strike(state, state.open, at);
  enlist(state, listOf(state, who), at);
  book(state, at, 1);
  state.score += worthOf(state, at);
}

/** Takes a task out and leaves its parts written in `parts` for whoever wants to copy them first; nothing may wait for it. */
export function take(state: SearchState, at: number): void {
  const { facts, person, parts, start, finish } = state;
  state.score -= worthOf(state, at);
  book(state, at, -1);
  strike(state, listOf(state, person[at] ?? 0), at);
  enlist(state, state.open, at);
  person[at] = -1;
  const base = at * facts.dayCount;
  parts.fill(0, base + (start[at] ?? 0), base + (finish[at] ?? 0) + 1);
}

function book(state: SearchState, at: number, sign: 1 | -1): void {
  const { facts, free, freePlain, parts, start, finish, clientLeft } = state;
  const { dayCount } = facts;
  const who = state.person[at] ?? 0;
  const isPlain = facts.isPlain[at] === 1;
  const last = finish[at] ?? 0;
  for (let day = start[at] ?? 0; day <= last; day += 1) {
    const seconds = sign * (parts[at * dayCount + day] ?? 0);
    const spot = who * dayCount + day;
    free[spot] = (free[spot] ?? 0) - seconds;
    if (isPlain) freePlain[spot] = (freePlain[spot] ?? 0) - seconds;
  }
  sumUp(state, who);
  const client = facts.client[at] ?? -1;
  if (client >= 0) {
    clientLeft[client] = (clientLeft[client] ?? 0) - sign * (facts.clientSeconds[at] ?? 0);
  }
}

export function worthOf({ facts, option, finish }: SearchState, at: number): number {
  const loss =
    (facts.optionLoss[option[at] ?? 0] ?? 0) + (facts.dayLoss[at * facts.dayCount + (finish[at] ?? 0)] ?? 0);
  return (facts.points[at] ?? 0) * (WHOLE - loss);
}
