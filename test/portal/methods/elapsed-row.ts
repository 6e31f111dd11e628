import { isoAt } from '../world/dates.js';
import type { Params } from '../world/json.js';
import type { TimeEntry } from '../world/model.js';
import type { World } from '../world/world.js';

/** A time entry as the platform prints it: UPPER keys, numbers as strings. */
export function entryRow(world: World, entry: TimeEntry, select: readonly string[] = []): Params {
  const offset = world.settings.utcOffsetMinutes;
  const row: Params = {
    ID: String(entry.id),
    TASK_ID: String(entry.taskId),
    USER_ID: String(entry.userId),
    COMMENT_TEXT: entry.comment,
    SECONDS: String(entry.seconds),
    MINUTES: String(Math.round(entry.seconds / 60)),
    SOURCE: String(entry.source),
    CREATED_DATE: isoAt(entry.workedAt, offset),
    DATE_START: isoAt(entry.startAt, offset),
    DATE_STOP: isoAt(entry.stopAt, offset),
  };
  if (select.length === 0 || select.includes('*')) return row;
  return Object.fromEntries(Object.entries(row).filter(([name]) => name === 'ID' || select.includes(name)));
}
