import { DateTime } from 'luxon';
import type { Day } from '../../../base/days.js';
import type { Ground } from '../../../base/ground.js';
import type { PortalRest } from '../../rest/index.js';
import { mergeReadings, type Readings } from '../readings.js';
import { distinctSorted } from '../rules/chunk.js';
import { tasksWithHoursSince } from './known-view.js';
import { readGroups } from './read-groups.js';
import { readTasks } from './read-tasks.js';
import { readTotals } from './read-totals.js';

/**
 * A client gets a group whose texts we did not keep: its tasks are listed again, and the entries of those with
 * hours worked on or after the day are read with their comments.
 */
export async function fillGroup(
  ground: Ground,
  rest: PortalRest,
  portalId: string,
  groupIds: readonly number[],
  sinceDay: Day,
): Promise<Readings> {
  if (groupIds.length === 0) return readGroups(ground, rest, portalId, []);
  const groups = await readGroups(ground, rest, portalId, groupIds);
  const totals = await readTotals(ground, rest, portalId, groupIds);
  const workedFrom = DateTime.fromISO(sinceDay, { zone: 'utc' }).minus({ days: 1 }).toMillis();
  const worked = await tasksWithHoursSince(ground.db, portalId, { groupIds, workedFrom });
  const wanted = distinctSorted([...worked, ...totals.suspectTaskIds, ...totals.missingTaskIds]);
  const tasks = await readTasks(ground, rest, portalId, wanted, 'interactive');
  return mergeReadings(groups, totals.readings, tasks);
}
