import { entryPosition, listOf, nextId } from '../world/data.js';
import type { Task, TimeEntry } from '../world/model.js';
import type { World } from '../world/world.js';
import { writeHistory } from './history.js';

/** Elapsed time. Nothing here fires an event: the platform has none for it. */

export interface EntryDraft {
  taskId: number;
  userId: number;
  seconds: number;
  comment: string;
  source: TimeEntry['source'];
  workedAt?: number;
  startAt?: number;
  stopAt?: number;
  /** Seeds only: when the record came to be. */
  recordedAt?: number;
}

function retotal(
  world: World,
  task: Task,
  changeSeconds: number,
  ownerId: number,
  at = world.clock.nowSecond(),
): void {
  const before = task.spentSeconds ?? 0;
  task.spentSeconds = before + changeSeconds;
  const row = {
    field: 'TIME_SPENT_IN_LOGS',
    from: String(before),
    to: String(task.spentSeconds),
    userId: ownerId,
  };
  writeHistory(world, task.id, row, at);
}

export function createEntry(world: World, task: Task, draft: EntryDraft): TimeEntry {
  const at = draft.recordedAt ?? world.clock.nowSecond();
  const entry: TimeEntry = {
    id: nextId(world.data, 'entry'),
    taskId: task.id,
    userId: draft.userId,
    seconds: draft.seconds,
    comment: draft.comment,
    source: draft.source,
    workedAt: draft.workedAt ?? at,
    startAt: draft.startAt ?? at,
    stopAt: draft.stopAt ?? at,
    recordedAt: at,
    groupIdWhenMade: task.groupId,
  };
  world.data.entries.push(entry);
  listOf(world.data.entriesByTask, task.id).push(entry);
  retotal(world, task, entry.seconds, entry.userId, at);
  return entry;
}

/** A change of seconds makes a timer's entry a manual one; every change writes a history row, a comment-only one too. */
export function changeEntry(
  world: World,
  entry: TimeEntry,
  changes: { seconds?: number; comment?: string; workedAt?: number },
): void {
  const task = world.data.tasks.get(entry.taskId);
  const difference = (changes.seconds ?? entry.seconds) - entry.seconds;
  if (difference !== 0) entry.source = 2;
  Object.assign(entry, changes);
  if (task) retotal(world, task, difference, entry.userId);
}

export function removeEntry(world: World, entry: TimeEntry, actorId: number): void {
  const { data } = world;
  const task = data.tasks.get(entry.taskId);
  data.entries.splice(entryPosition(data, entry.id), 1);
  const ofTask = listOf(data.entriesByTask, entry.taskId);
  ofTask.splice(ofTask.indexOf(entry), 1);
  data.deletedEntries.push({
    ...entry,
    deletedAt: world.clock.nowSecond(),
    deletedBy: actorId,
    taskDeleted: false,
  });
  if (task) retotal(world, task, -entry.seconds, entry.userId);
}
