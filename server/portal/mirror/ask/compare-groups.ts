import { DateTime } from 'luxon';
import type { Day } from '../../../base/days.js';
import type { Ground } from '../../../base/ground.js';
import type { PortalRest } from '../../rest/index.js';
import { mergeReadings, type Readings } from '../readings.js';
import { chunk, distinctSorted } from '../rules/chunk.js';
import { tasksWithHoursSince } from './known-view.js';
import { readGroups } from './read-groups.js';
import { readTasks } from './read-tasks.js';
import { readTotals } from './read-totals.js';
import { worthLooking } from './worth-looking.js';

/** Three batches: between two of them the work may be stopped. */
const TASKS_AT_ONCE = 48;

export interface GroupsCompared {
  groupIds: readonly number[];
  /** Tasks with hours worked on or after it are read whole, whether or not their totals agree. */
  sinceDay: Day;
  /** Told before each batch of tasks; may throw to stop. */
  onTasks: (step: { done: number; total: number }) => Promise<void>;
}

/**
 * The full comparison of some groups: members, totals, and every task with hours read whole with its entries. One set of
 * readings, to be applied at once, so that an account is compared as a whole or not at all.
 */
export async function compareGroups(
  ground: Ground,
  rest: PortalRest,
  portalId: string,
  { groupIds, sinceDay, onTasks }: GroupsCompared,
): Promise<Readings> {
  const groups = await readGroups(ground, rest, portalId, groupIds);
  if (groupIds.length === 0) return groups;
  const totals = await readTotals(ground, rest, portalId, groupIds);
  const { missingTaskIds: missing, listed } = totals;
  const worth = await worthLooking(ground, { rest, portalId }, { missing, listed });
  // The day before, in UTC, begins before the wanted day does in any zone.
  const workedFrom = DateTime.fromISO(sinceDay, { zone: 'utc' }).minus({ days: 1 }).toMillis();
  const worked = await tasksWithHoursSince(ground.db, portalId, { groupIds, workedFrom });
  const absent = new Set(missing);
  const seen = worked.filter((taskId) => !absent.has(taskId));
  const wanted = distinctSorted([...seen, ...totals.suspectTaskIds, ...worth]);
  const read: Readings[] = [groups, totals.readings];
  let done = 0;
  for (const taskIds of chunk(wanted, TASKS_AT_ONCE)) {
    await onTasks({ done, total: wanted.length });
    read.push(await readTasks(ground, rest, portalId, taskIds));
    done += taskIds.length;
  }
  return mergeReadings(...read);
}
