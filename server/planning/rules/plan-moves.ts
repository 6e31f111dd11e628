import type { Place, PlanPart, TaskMove } from './plan-model.js';

/** Who does a task, and from when to when. */
export function placesOf(parts: readonly PlanPart[]): Map<number, Place> {
  const places = new Map<number, Place>();
  for (const { taskId, userId, day } of parts) {
    const known = places.get(taskId);
    if (!known) places.set(taskId, { userId, startDay: day, finishDay: day });
    else {
      if (day < known.startDay) known.startDay = day;
      if (day > known.finishDay) {
        known.finishDay = day;
        known.userId = userId;
      }
    }
  }
  return places;
}

/** What differs between two plans, by task id; tasks whose person, first and last day are equal are left out. */
export function movesBetween(before: readonly PlanPart[], after: readonly PlanPart[]): TaskMove[] {
  const [old, fresh] = [placesOf(before), placesOf(after)];
  const ids = [...new Set([...old.keys(), ...fresh.keys()])].sort((a, b) => a - b);
  return ids.flatMap((taskId) => {
    const [was, is] = [old.get(taskId) ?? null, fresh.get(taskId) ?? null];
    const kind = kindOf(was, is);
    return kind === null ? [] : [{ taskId, kind, before: was, after: is }];
  });
}

function kindOf(was: Place | null, is: Place | null): TaskMove['kind'] | null {
  if (was === null) return 'added';
  if (is === null) return 'removed';
  if (was.userId !== is.userId) return 'other-person';
  if (is.finishDay !== was.finishDay) return is.finishDay > was.finishDay ? 'later' : 'earlier';
  if (is.startDay !== was.startDay) return is.startDay > was.startDay ? 'later' : 'earlier';
  return null;
}
