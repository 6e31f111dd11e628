import type { Ground } from '../../../base/ground.js';
import type { PortalRest } from '../../rest/index.js';
import { noReadings, type Readings, type TaskFacts } from '../readings.js';
import { chunk, distinctSorted } from '../rules/chunk.js';
import { compareTotals } from '../rules/compare-totals.js';
import { countTasksIn, keptTotals } from './known-view.js';
import { listById } from './list-pages.js';
import { tasksOf } from './lists.js';

/** A filter with more groups than this makes commands too long. */
const GROUPS_PER_LIST = 100;

export interface Totals {
  /** Tasks as listed: their titles and statuses are fresh too. Apply them, then read the suspects. */
  readings: Readings;
  /** Our sum, group or knowledge differs: read again with their entries. */
  suspectTaskIds: number[];
  /** Live for us, not listed: perhaps moved, deleted or out of sight. Read one by one before anything is concluded. */
  missingTaskIds: number[];
  /** How many tasks were listed. */
  listed: number;
}

/**
 * Compares TIME_SPENT_IN_LOGS of every task of these groups with the sum of the entries we keep. A portal that is
 * asked for no group would answer with all its tasks, so without groups nothing is asked.
 */
export async function readTotals(
  ground: Ground,
  rest: PortalRest,
  portalId: string,
  groupIds: readonly number[],
): Promise<Totals> {
  const askedAt = ground.clock.now();
  const listed: { facts: TaskFacts; askedAt: number }[] = [];
  for (const groups of chunk(distinctSorted(groupIds), GROUPS_PER_LIST)) {
    const expected = (await countTasksIn(ground.db, portalId, groups)) + 1;
    for await (const stretch of listById({ rest, portalId }, tasksOf(groups), { afterId: 0, expected })) {
      for (const facts of stretch.rows) listed.push({ facts, askedAt: stretch.askedAt });
    }
  }
  const told = listed.map((task) => task.facts);
  const kept = await keptTotals(ground.db, portalId, { groupIds, taskIds: told.map((task) => task.taskId) });
  const verdict = compareTotals(told, kept, { groupIds: new Set(groupIds), askedAt });
  // A task whose group changed is left to its own reading, which looks into the history first.
  const settled = listed.filter((task) => kept.get(task.facts.taskId)?.groupId === task.facts.groupId);
  const tasks = settled.map(({ facts, askedAt: at }) => ({
    ...{ taskId: facts.taskId, askedAt: at, facts },
    ...{ rightsConfirmed: false, moves: null, entries: null },
  }));
  return { readings: { ...noReadings(), tasks }, ...verdict, listed: listed.length };
}
