import type { Day } from '../../base/days.js';
import type { PlanPart } from './plan-model.js';
import { partsByTask } from './plan-problem.js';

/** What one change did to a plan, task by task: enough to take it back to the second. */
export interface PlanPatch {
  tasks: { taskId: number; before: PlanPart[]; after: PlanPart[] }[];
}

/** Tasks whose parts differ between two plans. */
export function patchBetween(before: readonly PlanPart[], after: readonly PlanPart[]): PlanPatch {
  const [old, fresh] = [partsByTask(before), partsByTask(after)];
  const ids = [...new Set([...old.keys(), ...fresh.keys()])].sort((a, b) => a - b);
  const tasks = ids.flatMap((taskId) => {
    const [was, is] = [old.get(taskId) ?? [], fresh.get(taskId) ?? []];
    return isSame(was, is) ? [] : [{ taskId, before: [...was], after: [...is] }];
  });
  return { tasks };
}

/** Why a change cannot be taken back: a task moved on since, or its old place was given away. */
export interface NotBack {
  moved: number[];
  crowded: { userId: number; day: Day }[];
}

/**
 * The plan without the change. Nothing else moves. Refused where one of its tasks no longer stands where the change put
 * it, or where its old place has no room any more.
 * @param capacity seconds of a person's whole day
 */
export function takeBack(
  parts: readonly PlanPart[],
  { tasks }: PlanPatch,
  capacity: (userId: number, day: Day) => number,
): { parts: PlanPart[] } | NotBack {
  const now = partsByTask(parts);
  const moved = tasks
    .filter(({ taskId, after }) => !isSame(now.get(taskId) ?? [], after))
    .map(({ taskId }) => taskId);
  const concerned = new Set(tasks.map(({ taskId }) => taskId));
  const back = [
    ...parts.filter(({ taskId }) => !concerned.has(taskId)),
    ...tasks.flatMap(({ before }) => before),
  ];
  const was = loadOf(parts);
  const crowded = [...loadOf(back)].flatMap(([spot, seconds]) => {
    const [userId, day] = JSON.parse(spot) as [number, Day];
    return seconds > Math.max(was.get(spot) ?? 0, capacity(userId, day)) ? [{ userId, day }] : [];
  });
  return moved.length > 0 || crowded.length > 0 ? { moved, crowded } : { parts: back };
}

function loadOf(parts: readonly PlanPart[]): Map<string, number> {
  const load = new Map<string, number>();
  for (const { userId, day, seconds } of parts) {
    const spot = JSON.stringify([userId, day]);
    load.set(spot, (load.get(spot) ?? 0) + seconds);
  }
  return load;
}

function isSame(one: readonly PlanPart[], other: readonly PlanPart[]): boolean {
  const text = (parts: readonly PlanPart[]): string =>
    parts
      .map(({ userId, day, seconds }) => JSON.stringify([userId, day, seconds]))
      .sort()
      .join();
  return text(one) === text(other);
}
