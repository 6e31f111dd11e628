import type { Place, PlanPart, TaskMove } from './plan-model.js';
import { partsByTask } from './plan-problem.js';

/** What changed from one plan to another, by task; tasks whose parts are all the same are left out. */
export function diffPlans(before: readonly PlanPart[], after: readonly PlanPart[]): TaskMove[] {
  const [old, fresh] = [partsByTask(before), partsByTask(after)];
  const ids = [...new Set([...old.keys(), ...fresh.keys()])].sort((a, b) => a - b);
  return ids.flatMap((taskId) => {
    const [was, is] = [old.get(taskId) ?? [], fresh.get(taskId) ?? []];
    if (sameParts(was, is)) return [];
    const [from, to] = [placeOf(was), placeOf(is)];
    return [{ taskId, kind: kindOf(from, to), before: from, after: to }];
  });
}

function kindOf(before: Place | null, after: Place | null): TaskMove['kind'] {
  if (!before) return 'added';
  if (!after) return 'removed';
  if (before.userId !== after.userId) return 'other-person';
  if (before.finishDay === after.finishDay) return 'same-dates';
  return after.finishDay > before.finishDay ? 'later' : 'earlier';
}

/** Who, from when to when; null for no parts. */
export function placeOf(parts: readonly PlanPart[]): Place | null {
  const [first] = parts;
  if (!first) return null;
  const days = parts.map(({ day }) => day).sort();
  return { userId: first.userId, startDay: days[0] ?? '', finishDay: days.at(-1) ?? '' };
}

function sameParts(one: readonly PlanPart[], other: readonly PlanPart[]): boolean {
  const text = (parts: readonly PlanPart[]): string =>
    parts
      .map(({ userId, day, seconds }) => `${String(userId)} ${day} ${String(seconds)}`)
      .sort()
      .join();
  return text(one) === text(other);
}

/** Moves that people and clients must hear of: another person, another last day, in or out of the plan. */
export function toldMoves(moves: readonly TaskMove[]): TaskMove[] {
  return moves.filter(({ kind }) => kind !== 'same-dates');
}
