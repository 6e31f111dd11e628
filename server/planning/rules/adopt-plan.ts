import { fill, fillFrom, hoursLeftFor, readyDay, roomOn } from './find-room.js';
import { byRank, complete, insertBest } from './insert-task.js';
import { makeWay } from './make-way.js';
import { placeCritical, pullForward } from './place-critical.js';
import type { PlanPart } from './plan-model.js';
import { daysApart, partsByTask, type Problem } from './plan-problem.js';
import {
  emptyState,
  isPlaced,
  type Parts,
  place,
  type PlanState,
  releasePins,
  taskAt,
} from './plan-state.js';

/**
 * A plan that starts from the standing one: what can stay as it is stays, in this order of right: what was put by hand,
 * critical work, all other. Who has too much then gives way, least important first, and looks for another place.
 * @param hopeless tasks whose place by hand was tried and cannot be
 */
export function adoptPlan(
  problem: Problem,
  standing: readonly PlanPart[],
  options: Adoption = {},
  hopeless: ReadonlySet<number> = new Set(),
): PlanState {
  const state = emptyState(problem, hopeless);
  const wanted = wantedSpots(problem, standing);
  const order = byRank(problem).filter((at) => options.isOpen?.(at) !== true);
  const reserved = order.filter((at) => state.reserved[at] === 1);
  for (const at of order) if (isCritical(problem, at)) placeAsBefore(problem, state, at, wanted);
  for (const at of reserved) placePinned(problem, state, at, wanted);
  // The time it kept was in the way of all that was placed before that was known: once more, without it.
  const lost = reserved.find((at) => !isPlaced(state, at));
  if (lost !== undefined) return adoptPlan(problem, standing, options, new Set([...hopeless, lost]));
  // What waited for something put by hand could not be placed before it.
  for (const at of order) if (isCritical(problem, at)) placeAsBefore(problem, state, at, wanted);
  pullForward(problem, state);
  for (const at of order) if (isCritical(problem, at)) placeCritical(problem, state, at, wanted);
  for (const at of order) placeAsBefore(problem, state, at, wanted);
  makeWay(problem, state);
  if (options.onlyStanding !== true) complete(problem, state);
  return state;
}

export interface Adoption {
  /** Tasks that are to stay open, whatever the standing plan says. */
  isOpen?: (at: number) => boolean;
  /** Plan nothing that did not stand. */
  onlyStanding?: boolean;
}

/** Where the standing plan has each task, as far as that is in this plan. */
export type Wanted = ReadonlyMap<number, { choice: number; parts: Parts }>;

function wantedSpots(problem: Problem, standing: readonly PlanPart[]): Wanted {
  const { taskOf, personOf, input, dayCount } = problem;
  const first = input.days[0] ?? '';
  const spots = new Map<number, { choice: number; parts: Parts }>();
  for (const [taskId, parts] of partsByTask(standing)) {
    const at = taskOf.get(taskId);
    if (at === undefined) continue;
    const choice = taskAt(problem, at).people.indexOf(personOf.get(parts[0]?.userId ?? 0) ?? -1);
    const byDay = new Map<number, number>();
    for (const { userId, day, seconds } of parts) {
      const index = daysApart(first, day);
      if (userId !== parts[0]?.userId || index < 0 || index >= dayCount) continue;
      byDay.set(index, (byDay.get(index) ?? 0) + seconds);
    }
    const inside = [...byDay].sort((one, other) => one[0] - other[0]);
    if (choice < 0 || inside.length === 0) continue;
    const asParts = { days: inside.map(([day]) => day), seconds: inside.map(([, seconds]) => seconds) };
    spots.set(at, { choice, parts: asParts });
  }
  return spots;
}

function isCritical(problem: Problem, at: number): boolean {
  return taskAt(problem, at).level === 2;
}

/** Puts a task where it was; critical work only where there is room, other work whether there is or not. */
function placeAsBefore(problem: Problem, state: PlanState, at: number, wanted: Wanted): void {
  const task = taskAt(problem, at);
  const spot = wanted.get(at);
  if (!spot || task.blocked !== null || task.pinned || isPlaced(state, at)) return;
  const person = task.people[spot.choice] ?? -1;
  const ready = readyDay(problem, state, at, person);
  if (ready === null || !hoursLeftFor(problem, state, task)) return;
  const parts = resized(problem, state, at, { ...spot, ready });
  if (!parts || (parts.days[0] ?? 0) < ready) return;
  if (task.isFixed && !fits(problem, state, at, { person, parts })) return;
  place(problem, state, at, { choice: spot.choice, parts });
}

/** Work was done, or an estimate changed: less is taken from the end, more is added where there is room. */
function resized(
  problem: Problem,
  state: PlanState,
  at: number,
  spot: { choice: number; parts: Parts; ready: number },
): Parts | null {
  const task = taskAt(problem, at);
  const days: number[] = [];
  const seconds: number[] = [];
  let missing = task.seconds;
  spot.parts.days.forEach((day, index) => {
    const part = Math.min(missing, spot.parts.seconds[index] ?? 0);
    if (part <= 0) return;
    days.push(day);
    seconds.push(part);
    missing -= part;
  });
  if (missing === 0) return { days, seconds };
  const person = task.people[spot.choice] ?? -1;
  const from = Math.max(spot.ready, (days.at(-1) ?? -1) + 1);
  const more = fillFrom(problem, state, task, { person, ready: from, wanted: missing });
  return more && { days: [...days, ...more.days], seconds: [...seconds, ...more.seconds] };
}

function fits(
  problem: Problem,
  state: PlanState,
  at: number,
  { person, parts }: { person: number; parts: Parts },
): boolean {
  const { level } = taskAt(problem, at);
  return parts.days.every(
    (day, index) =>
      (parts.seconds[index] ?? 0) <= roomOn(problem, state, level, person * problem.dayCount + day),
  );
}

/** What was put by hand, after what it waits for; where that cannot be, its place is given up. */
function placePinned(problem: Problem, state: PlanState, at: number, wanted: Wanted): void {
  if (isPlaced(state, at) || taskAt(problem, at).blocked !== null) return;
  for (const before of taskAt(problem, at).before) placeBefore(problem, state, before, wanted);
  const task = taskAt(problem, at);
  const parts = hoursLeftFor(problem, state, task) ? fill(problem, state, at, task.people[0] ?? -1) : null;
  if (parts) place(problem, state, at, { choice: 0, parts });
  else releasePins(problem, state, at);
}

function placeBefore(problem: Problem, state: PlanState, at: number, wanted: Wanted): void {
  // What waits for itself is blocked: this comes to an end.
  if (isPlaced(state, at) || taskAt(problem, at).blocked !== null) return;
  if (taskAt(problem, at).pinned) return placePinned(problem, state, at, wanted);
  for (const before of taskAt(problem, at).before) placeBefore(problem, state, before, wanted);
  placeAsBefore(problem, state, at, wanted);
  insertBest(problem, state, at);
}
