import type { Problem, ProblemTask } from './plan-problem.js';
import { moveLoss, WHOLE } from './weights.js';

/** Seconds of a task by day, days ascending. Never changed once made. */
export interface Parts {
  days: readonly number[];
  seconds: readonly number[];
}

/** A plan in the making. Functions of this file keep its sums true. */
export interface PlanState {
  /** Who does each task; -1 = not planned. */
  person: Int16Array;
  parts: (Parts | null)[];
  start: Int16Array;
  finish: Int16Array;
  /** Seconds of each person's day: of all work, and of work that may not use the reserve. */
  load: Int32Array;
  plain: Int32Array;
  /** Seconds a person has left over all days, with and without the reserve: a quick look before a long one. */
  left: Float64Array;
  leftPlain: Float64Array;
  clientUsed: Float64Array;
  /** Parts put by hand are in `load` from the start, before their task is placed. */
  reserved: Uint8Array;
  /** Points of all planned tasks. */
  score: number;
}

const none: ReadonlySet<number> = new Set();

/** @param hopeless tasks put by hand where they cannot be: they keep nobody's time */
export function emptyState(problem: Problem, hopeless: ReadonlySet<number> = none): PlanState {
  const { tasks, capacity, dayCount } = problem;
  const left = new Float64Array(problem.input.people.length);
  const leftPlain = left.slice();
  capacity.forEach((seconds, at) => {
    const person = Math.floor(at / dayCount);
    left[person] = (left[person] ?? 0) + seconds;
    leftPlain[person] = (leftPlain[person] ?? 0) + (problem.plainCapacity[at] ?? 0);
  });
  const state: PlanState = {
    person: new Int16Array(tasks.length).fill(-1),
    parts: tasks.map(() => null),
    start: new Int16Array(tasks.length),
    finish: new Int16Array(tasks.length),
    load: new Int32Array(capacity.length),
    plain: new Int32Array(capacity.length),
    ...{ left, leftPlain },
    clientUsed: new Float64Array(problem.clientLimit.length),
    reserved: new Uint8Array(tasks.length),
    score: 0,
  };
  const order = tasks
    .map((_task, at) => at)
    .sort((a, b) => taskAt(problem, a).rank - taskAt(problem, b).rank);
  for (const at of order)
    if (!hopeless.has(at) && mayKeepPins(problem, state, taskAt(problem, at)))
      reservePins(problem, state, at, 1);
  return state;
}

/**
 * Put on a day before it can begin, or that more important work put by hand fills, or waiting for what no plan can hold,
 * a task keeps nobody's time.
 */
function mayKeepPins(problem: Problem, state: PlanState, task: ProblemTask): boolean {
  const { pinned, blocked, ready, before } = task;
  if (!pinned || blocked !== null || (pinned.parts[0]?.[0] ?? 0) < ready) return false;
  const hasRoom = pinned.parts.every(([day, seconds]) => {
    const spot = pinned.person * problem.dayCount + day;
    return (state.load[spot] ?? 0) + seconds <= (problem.capacity[spot] ?? 0);
  });
  const seen = new Set<number>();
  return hasRoom && before.every((at) => isPossible(problem, at, seen));
}

/** Whether a task and all that it waits for could be planned. What was seen is possible: else nobody would ask on. */
function isPossible(problem: Problem, at: number, seen: Set<number>): boolean {
  if (seen.has(at)) return true;
  seen.add(at);
  const { blocked, before } = taskAt(problem, at);
  return blocked === null && before.every((other) => isPossible(problem, other, seen));
}

function reservePins(problem: Problem, state: PlanState, at: number, sign: 1 | -1): void {
  const { pinned, level } = taskAt(problem, at);
  if (!pinned) return;
  state.reserved[at] = sign === 1 ? 1 : 0;
  for (const [day, seconds] of pinned.parts) {
    book(problem, state, { person: pinned.person, day, seconds: sign * seconds, isPlain: level === 0 });
  }
}

/** Gives up the place of parts that were put by hand, because their task cannot be placed. */
export function releasePins(problem: Problem, state: PlanState, at: number): void {
  if (state.reserved[at] === 1) reservePins(problem, state, at, -1);
}

interface Booking {
  person: number;
  day: number;
  seconds: number;
  isPlain: boolean;
}

function book(problem: Problem, state: PlanState, { person, day, seconds, isPlain }: Booking): void {
  const at = person * problem.dayCount + day;
  state.load[at] = (state.load[at] ?? 0) + seconds;
  state.left[person] = (state.left[person] ?? 0) - seconds;
  if (!isPlain) return;
  const before = (problem.plainCapacity[at] ?? 0) - (state.plain[at] ?? 0);
  state.plain[at] = (state.plain[at] ?? 0) + seconds;
  // Parts put by hand may go beyond it.
  const change = Math.max(0, before - seconds) - Math.max(0, before);
  state.leftPlain[person] = (state.leftPlain[person] ?? 0) + change;
}

export function taskAt(problem: Problem, at: number): ProblemTask {
  const task = problem.tasks[at];
  if (!task) throw new RangeError(`No task at ${String(at)}`);
  return task;
}

/** What a task brings when this person ends it on this day. */
export function worthOf(task: ProblemTask, choice: number, finish: number): number {
  const loss = (task.fit[choice] ?? 0) + (task.dayLoss[finish] ?? 0) + moveOf(task, choice, finish);
  return task.seconds * task.weight * (WHOLE - loss);
}

/** Permille lost against what was published. A day that has passed is no day to differ from. */
export function moveOf({ published, people }: ProblemTask, choice: number, finish: number): number {
  if (published === null) return 0;
  const apart = published.finish < 0 ? 0 : finish - published.finish;
  return moveLoss(people[choice] === published.person, apart);
}

/** Puts a task where the parts say, whether there is room or not. */
export function place(
  problem: Problem,
  state: PlanState,
  at: number,
  spot: { choice: number; parts: Parts },
): void {
  const task = taskAt(problem, at);
  const person = task.people[spot.choice] ?? -1;
  releasePins(problem, state, at);
  spot.parts.days.forEach((day, index) => {
    const seconds = spot.parts.seconds[index] ?? 0;
    book(problem, state, { person, day, seconds, isPlain: task.level === 0 });
  });
  state.person[at] = person;
  state.parts[at] = spot.parts;
  state.start[at] = spot.parts.days[0] ?? 0;
  state.finish[at] = spot.parts.days.at(-1) ?? 0;
  if (task.client >= 0) {
    state.clientUsed[task.client] = (state.clientUsed[task.client] ?? 0) + task.task.clientSeconds;
  }
  state.score += worthOf(task, spot.choice, state.finish[at] ?? 0);
}

/** Takes a task out; those that wait for it must be out already. */
export function remove(problem: Problem, state: PlanState, at: number): void {
  const task = taskAt(problem, at);
  const parts = state.parts[at];
  const person = state.person[at] ?? -1;
  if (!parts || person < 0) return;
  state.score -= worthOf(task, task.people.indexOf(person), state.finish[at] ?? 0);
  parts.days.forEach((day, index) => {
    const seconds = -(parts.seconds[index] ?? 0);
    book(problem, state, { person, day, seconds, isPlain: task.level === 0 });
  });
  if (task.client >= 0) {
    state.clientUsed[task.client] = (state.clientUsed[task.client] ?? 0) - task.task.clientSeconds;
  }
  state.person[at] = -1;
  state.parts[at] = null;
}

export function isPlaced(state: PlanState, at: number): boolean {
  return (state.person[at] ?? -1) >= 0;
}
