import type { Ground } from '../../../base/ground.js';
import type { PortalRest } from '../../rest/index.js';
import { mergeReadings, noReadings, type Readings } from '../readings.js';
import { distinctSorted } from '../rules/chunk.js';
import { readTasks } from './read-tasks.js';
import { readTotals } from './read-totals.js';
import { worthLooking } from './worth-looking.js';

/** The sweep: totals, then whatever looked odd read whole. One set of readings, to be applied at once. */
export async function readSweep(
  ground: Ground,
  rest: PortalRest,
  portalId: string,
  groupIds: readonly number[],
): Promise<Readings> {
  const startedAt = ground.clock.now();
  const totals = await readTotals(ground, rest, portalId, groupIds);
  const { missingTaskIds: missing, listed } = totals;
  const worth = await worthLooking(ground, { rest, portalId }, { missing, listed });
  const odd = distinctSorted([...totals.suspectTaskIds, ...worth]);
  const tasks = await readTasks(ground, rest, portalId, odd);
  const mark: Readings = { ...noReadings(), cursors: [{ name: 'sweep', value: startedAt }] };
  return mergeReadings(totals.readings, tasks, mark);
}
