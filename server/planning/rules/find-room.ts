import { isPlaced, type Parts, type PlanState, taskAt, worthOf } from './plan-state.js';
import type { Problem, ProblemTask } from './plan-problem.js';

/** The first day on which a person may begin a task: its own, and after what it waits for; null while that is not planned. */
export function readyDay(problem: Problem, state: PlanState, at: number, person: number): number | null {
  const task = taskAt(problem, at);
  let ready = task.ready;
  for (const before of task.before) {
    if (!isPlaced(state, before)) return null;
    // One person does both in order on one day; another begins the day after.
    const from = (state.finish[before] ?? 0) + (state.person[before] === person ? 0 : 1);
    if (from > ready) ready = from;
  }
  return ready;
}

/** What a person's day has left for a task. */
export function roomOn(problem: Problem, state: PlanState, level: number, spot: number): number {
  const room = (problem.capacity[spot] ?? 0) - (state.load[spot] ?? 0);
  if (level > 0) return room;
  return Math.min(room, (problem.plainCapacity[spot] ?? 0) - (state.plain[spot] ?? 0));
}

export function hoursLeftFor(problem: Problem, state: PlanState, { client, task }: ProblemTask): boolean {
  return (
    client < 0 ||
    (state.clientUsed[client] ?? 0) + task.clientSeconds <= (problem.clientLimit[client] ?? Infinity)
  );
}

/** The task's parts with a person, each as early as there is room; null where there is not enough. */
export function fill(problem: Problem, state: PlanState, at: number, person: number): Parts | null {
  const task = taskAt(problem, at);
  const ready = readyDay(problem, state, at, person);
  if (ready === null) return null;
  if (task.pinned) return fillAround(problem, state, at, ready);
  return fillFrom(problem, state, task, { person, ready, wanted: task.seconds });
}

interface Search {
  person: number;
  ready: number;
  wanted: number;
}

export function fillFrom(
  problem: Problem,
  state: PlanState,
  { level }: ProblemTask,
  { person, ready, wanted }: Search,
): Parts | null {
  const days: number[] = [];
  const seconds: number[] = [];
  const shortest = level > 1 ? 1 : Math.max(1, problem.input.shortestPartSeconds);
  let missing = wanted;
  for (let day = ready; day < problem.dayCount && missing > 0; day += 1) {
    const room = roomOn(problem, state, level, person * problem.dayCount + day);
    if (room < shortest && room < missing) continue;
    const part = Math.min(room, missing);
    if (part <= 0) continue;
    days.push(day);
    seconds.push(part);
    missing -= part;
  }
  return missing > 0 ? null : { days, seconds };
}

/** What was put by hand stays, its place is kept; the rest goes around it. */
function fillAround(problem: Problem, state: PlanState, at: number, ready: number): Parts | null {
  const task = taskAt(problem, at);
  const { pinned } = task;
  if (!pinned || state.reserved[at] !== 1 || (pinned.parts[0]?.[0] ?? 0) < ready) return null;
  const put = pinned.parts.reduce((sum, [, seconds]) => sum + seconds, 0);
  const search = { person: pinned.person, ready, wanted: task.seconds - put };
  const rest = fillFrom(problem, state, task, search);
  if (!rest) return null;
  const byDay = new Map(pinned.parts);
  rest.days.forEach((day, index) => byDay.set(day, (byDay.get(day) ?? 0) + (rest.seconds[index] ?? 0)));
  const days = [...byDay.keys()].sort((a, b) => a - b);
  return { days, seconds: days.map((day) => byDay.get(day) ?? 0) };
}

/** The day a task would end with a person; -1 where there is no room. Quick: makes nothing. */
function finishWith(
  problem: Problem,
  state: PlanState,
  task: ProblemTask,
  person: number,
  ready: number,
): number {
  const { dayCount, capacity, plainCapacity } = problem;
  const isPlain = task.level === 0;
  const shortest = task.level > 1 ? 1 : Math.max(1, problem.input.shortestPartSeconds);
  const base = person * dayCount;
  let missing = task.seconds;
  for (let day = ready; day < dayCount; day += 1) {
    const spot = base + day;
    let room = (capacity[spot] ?? 0) - (state.load[spot] ?? 0);
    if (isPlain) room = Math.min(room, (plainCapacity[spot] ?? 0) - (state.plain[spot] ?? 0));
    if (room >= missing) return day;
    if (room >= shortest) missing -= room;
  }
  return -1;
}

export interface Spot {
  choice: number;
  worth: number;
}

/** Who brings the most; null where nobody has room. `skips` leaves somebody out now and then, for variety. */
export function bestSpot(problem: Problem, state: PlanState, at: number, skips?: () => boolean): Spot | null {
  const task = taskAt(problem, at);
  if (task.blocked !== null || !hoursLeftFor(problem, state, task)) return null;
  const left = task.level > 0 ? state.left : state.leftPlain;
  let best = null as Spot | null;
  for (let choice = 0; choice < task.people.length; choice += 1) {
    const person = task.people[choice] ?? 0;
    if (task.pinned === null && (left[person] ?? 0) < task.seconds) continue;
    if (best !== null && worthOf(task, choice, task.ready) + task.slack < best.worth) continue;
    if (skips?.() === true) continue;
    const finish = finishFor(problem, state, at, person);
    if (finish < 0) continue;
    const worth = worthOf(task, choice, finish);
    const lead = best === null ? Infinity : worth - best.worth;
    if (lead > 0 || (lead === 0 && prefers(problem, task, person))) best = { choice, worth };
  }
  return best;
}

function finishFor(problem: Problem, state: PlanState, at: number, person: number): number {
  const task = taskAt(problem, at);
  if (task.pinned) return fill(problem, state, at, person)?.days.at(-1) ?? -1;
  const ready = readyDay(problem, state, at, person);
  return ready === null ? -1 : finishWith(problem, state, task, person, ready);
}

/** Between equals the task stays with whom it is now. */
function prefers({ input }: Problem, { task }: ProblemTask, person: number): boolean {
  return task.responsibleUserId !== null && input.people[person]?.userId === task.responsibleUserId;
}
