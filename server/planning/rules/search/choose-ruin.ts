import type { SearchFacts } from './search-facts.js';
import type { SearchState } from './search-state.js';

export interface Ruin {
  /** Planned tasks to take out. */
  out: number[];
  /** Tasks without a place that may find one then. */
  wanted: number[];
  /** The one they make room for: it is planned first; -1 = none. */
  aim: number;
}

/** Found by trying on simulated weeks. */
const AIMED_SHARE = 0.4;
const FIT_SHARE = 0.2;
const HOURS_SHARE = 0.15;
const SECOND_PERSON_SHARE = 0.6;
const MOST_OUT = 8;
const MOST_WANTED = 16;
const MOST_SPARE = 3;

/**
 * What to plan anew: room is made, with a person and with its client, for a task that has none or is not with whom it
 * fits best; or one task is drawn and goes with others of the same people or client.
 */
export function chooseRuin(state: SearchState, random: () => number, ruin: Ruin): void {
  ruin.out.length = 0;
  ruin.wanted.length = 0;
  ruin.aim = -1;
  const way = random();
  if (state.open.length > 0 && way < AIMED_SHARE) makeRoom(state, random, ruin, pick(state.open, random));
  else if (way < AIMED_SHARE + FIT_SHARE) makeRoom(state, random, ruin, pick(state.facts.movable, random));
  else takeRelated(state, random, ruin);
  addWanted(state, random, ruin);
}

function takeRelated({ facts, person, ofPerson }: SearchState, random: () => number, ruin: Ruin): void {
  const first = pick(facts.movable, random);
  const client = facts.client[first] ?? -1;
  const isForHours = client >= 0 && random() < HOURS_SHARE;
  const isIn = (person[first] ?? -1) >= 0;
  const one = isIn ? (person[first] ?? 0) : somebodyFor(facts, first, random);
  const other = random() < SECOND_PERSON_SHARE ? somebodyFor(facts, first, random) : one;
  const related: number[] = [];
  if (isForHours) addPlanned(related, facts.ofClient[client] ?? [], person, first);
  else {
    addPlanned(related, ofPerson[one] ?? [], person, first);
    if (other !== one) addPlanned(related, ofPerson[other] ?? [], person, first);
  }
  sample(related, 1 + Math.floor(random() * MOST_OUT), random, ruin.out);
  if (isIn) ruin.out.push(first);
  else ruin.wanted.push(first);
}

function addPlanned(to: number[], list: readonly number[], person: Int16Array, without: number): void {
  for (const at of list) if (at !== without && (person[at] ?? -1) >= 0) to.push(at);
}

/** Takes out what brings little for its time until a task has room with a person and its client has hours. */
function makeRoom(state: SearchState, random: () => number, ruin: Ruin, at: number): void {
  const { facts } = state;
  ruin.aim = at;
  const isIn = (state.person[at] ?? -1) >= 0;
  (isIn ? ruin.out : ruin.wanted).push(at);
  const who = isIn ? betterFor(state, at, random) : somebodyFor(facts, at, random);
  const left = facts.isPlain[at] === 1 ? state.leftPlain : state.left;
  const mine = [...(state.ofPerson[who] ?? [])];
  let room = (facts.seconds[at] ?? 0) - (left[who] ?? 0);
  let spare = Math.floor(random() * MOST_SPARE);
  while (mine.length > 0 && (room > 0 || spare > 0)) {
    if (room <= 0) spare -= 1;
    const gone = drawPoor(facts, mine, random);
    room -= facts.seconds[gone] ?? 0;
    ruin.out.push(gone);
  }
  if ((facts.client[at] ?? -1) >= 0) freeHours(state, random, ruin, at);
}

/** Takes out work of a task's client until there are hours for it. */
function freeHours(state: SearchState, random: () => number, { out }: Ruin, at: number): void {
  const { facts, person, clientLeft } = state;
  const client = facts.client[at] ?? -1;
  let hours = (facts.clientSeconds[at] ?? 0) - (clientLeft[client] ?? 0);
  for (const gone of out) if (facts.client[gone] === client) hours -= facts.clientSeconds[gone] ?? 0;
  if (hours <= 0) return;
  const theirs: number[] = [];
  addPlanned(theirs, facts.ofClient[client] ?? [], person, at);
  while (theirs.length > 0 && hours > 0) {
    const gone = drawPoor(facts, theirs, random);
    if (out.includes(gone)) continue;
    hours -= facts.clientSeconds[gone] ?? 0;
    out.push(gone);
  }
}

/** Tasks without a place that those may do whose work is taken out, or whose client gets hours back. */
function addWanted({ facts, person, open }: SearchState, random: () => number, { out, wanted }: Ruin): void {
  const { may, client } = facts;
  const peopleCount = facts.problem.input.people.length;
  const people: number[] = [];
  const clients: number[] = [];
  for (const gone of out) {
    const who = person[gone] ?? 0;
    const whose = client[gone] ?? -1;
    if (!people.includes(who)) people.push(who);
    if (whose >= 0 && !clients.includes(whose)) clients.push(whose);
  }
  const found: number[] = [];
  for (const at of open) {
    const base = at * peopleCount;
    let isFound = clients.includes(client[at] ?? -1);
    for (let index = 0; !isFound && index < people.length; index += 1) {
      isFound = may[base + (people[index] ?? 0)] === 1;
    }
    if (isFound) found.push(at);
  }
  sample(found, MOST_WANTED, random, wanted);
}

function somebodyFor({ optionsFrom, optionPerson }: SearchFacts, at: number, random: () => number): number {
  const from = optionsFrom[at] ?? 0;
  const count = (optionsFrom[at + 1] ?? 0) - from;
  return optionPerson[from + Math.floor(random() * count)] ?? 0;
}

/** Somebody who loses less with a task than whoever has it; anybody where there is none. */
function betterFor(state: SearchState, at: number, random: () => number): number {
  const from = state.facts.optionsFrom[at] ?? 0;
  const count = (state.option[at] ?? 0) - from;
  if (count <= 0) return somebodyFor(state.facts, at, random);
  return state.facts.optionPerson[from + Math.floor(random() * count)] ?? 0;
}

function pick(list: readonly number[], random: () => number): number {
  return list[Math.floor(random() * list.length)] ?? 0;
}

/** Takes one of two out of the list, whichever brings less for its time. */
function drawPoor({ points, seconds }: SearchFacts, list: number[], random: () => number): number {
  const one = Math.floor(random() * list.length);
  const other = Math.floor(random() * list.length);
  const [first, second] = [list[one] ?? 0, list[other] ?? 0];
  // Worth for time, compared without dividing.
  const isFirst =
    (points[first] ?? 0) * (seconds[second] ?? 0) <= (points[second] ?? 0) * (seconds[first] ?? 0);
  const index = isFirst ? one : other;
  const drawn = isFirst ? first : second;
  list[index] = list.at(-1) ?? 0;
  list.pop();
  return drawn;
}

/** Some of a list, each at most once. */
function sample(list: number[], size: number, random: () => number, to: number[]): void {
  const most = Math.min(size, list.length);
  for (let at = 0; at < most; at += 1) {
    const other = at + Math.floor(random() * (list.length - at));
    const kept = list[at] ?? 0;
    list[at] = list[other] ?? 0;
    list[other] = kept;
    to.push(list[at] ?? 0);
  }
}
