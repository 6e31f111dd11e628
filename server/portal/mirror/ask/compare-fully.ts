import { DateTime } from 'luxon';
import type { Day } from '../../../base/days.js';
import type { Ground } from '../../../base/ground.js';
import type { PortalRest } from '../../rest/index.js';
import { mergeReadings, noReadings, type EntryFacts, type Readings } from '../readings.js';
import { PAGE_ROWS } from '../rules/choose-pages.js';
import { distinctSorted } from '../rules/chunk.js';
import { judgeEntry } from '../rules/diff-entries.js';
import { keptEntries, liveEntriesSince } from './known-view.js';
import { listById, type Stretch } from './list-pages.js';
import { entriesOfPortal } from './lists.js';
import { readTasks } from './read-tasks.js';
import { worthLooking } from './worth-looking.js';

/**
 * The nightly comparison: every entry of the portal worked on or after a day, against ours. It alone finds edits
 * that leave a task's sum as it was (seconds swapped between two entries, another comment). What differs, and what
 * the list lacks though we hold it, is not believed from the list: those tasks are read whole. Comments are
 * compared in `groupIds` only: elsewhere they are not kept.
 */
export async function compareFully(
  ground: Ground,
  rest: PortalRest,
  portalId: string,
  { groupIds, sinceDay }: { groupIds: readonly number[]; sinceDay: Day },
): Promise<Readings> {
  const startedAt = ground.clock.now();
  // The day before, in UTC, begins before the wanted day does in any zone.
  const workedFrom = DateTime.fromISO(sinceDay, { zone: 'utc' }).minus({ days: 1 });
  const list = entriesOfPortal({ workedFrom: workedFrom.toFormat("yyyy-MM-dd'T'HH:mm:ssZZ") });
  const listed = new Set<number>();
  const oddTasks = new Set<number>();
  const seen: Readings['seen'] = [];
  for await (const stretch of listById({ rest, portalId }, list, { afterId: 0, expected: PAGE_ROWS })) {
    for (const facts of stretch.rows) listed.add(facts.entryId);
    const { same, odd } = await compareStretch(ground, portalId, stretch, new Set(groupIds));
    seen.push({ askedAt: stretch.askedAt, entryIds: same });
    for (const facts of odd) oddTasks.add(facts.taskId);
  }
  const window = { workedFrom: workedFrom.toMillis(), seenBefore: startedAt };
  const held = await liveEntriesSince(ground.db, portalId, window);
  const missing = distinctSorted(held.filter((row) => !listed.has(row.entryId)).map((row) => row.taskId));
  const worth = await worthLooking(ground, { rest, portalId }, { missing, listed: listed.size });
  const tasks = await readTasks(ground, rest, portalId, distinctSorted([...oddTasks, ...worth]));
  return mergeReadings(tasks, { ...noReadings(), seen, cursors: [{ name: 'night', value: startedAt }] });
}

async function compareStretch(
  ground: Ground,
  portalId: string,
  stretch: Stretch<EntryFacts>,
  groupIds: ReadonlySet<number>,
): Promise<{ same: number[]; odd: EntryFacts[] }> {
  const kept = await keptEntries(
    ground.db,
    portalId,
    stretch.rows.map((facts) => facts.entryId),
  );
  const same: number[] = [];
  const odd: EntryFacts[] = [];
  for (const facts of stretch.rows) {
    const ours = kept.get(facts.entryId);
    const isKept = ours === undefined || (groupIds.has(ours.groupId) && !ours.isErased);
    const comment = isKept ? facts.comment : ours.comment;
    const verdict = judgeEntry(ours, { facts, comment, askedAt: stretch.askedAt });
    if (verdict === 'same') same.push(facts.entryId);
    else if (verdict !== 'stale') odd.push(facts);
  }
  return { same, odd };
}
