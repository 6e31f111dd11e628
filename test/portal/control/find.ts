import { findEntry } from '../world/data.js';
import { parseDate } from '../world/dates.js';
import type { Group, Task, TimeEntry, User } from '../world/model.js';
import type { World } from '../world/world.js';
import { ControlError } from './control-error.js';

/** Rows by id for control functions, or 404. */
export function userBy(world: World, id: number): User {
  const user = world.data.users.get(id);
  if (user === undefined) throw new ControlError(404, `No user ${id}`);
  return user;
}

export function groupBy(world: World, id: number): Group {
  const group = world.data.groups.get(id);
  if (group === undefined) throw new ControlError(404, `No group ${id}`);
  return group;
}

export function taskBy(world: World, id: number): Task {
  const task = world.data.tasks.get(id);
  if (task === undefined) throw new ControlError(404, `No task ${id}`);
  return task;
}

export function entryBy(world: World, id: number): TimeEntry {
  const entry = findEntry(world.data, id);
  if (entry === undefined) throw new ControlError(404, `No time entry ${id}`);
  return entry;
}

/** A moment given as epoch ms or as text; text without an offset is the portal's local time. */
export type Moment = number | string;

export function momentOf(world: World, moment: Moment): number {
  if (typeof moment === 'number') return Math.floor(moment / 1000) * 1000;
  const at = parseDate(moment, world.settings.utcOffsetMinutes);
  if (at === null) throw new ControlError(400, `Not a date: ${moment}`);
  return at;
}

export function wholeSeconds(seconds: number): number {
  if (!Number.isInteger(seconds) || seconds < 0)
    throw new ControlError(400, 'seconds must be a whole number ≥ 0');
  return seconds;
}
