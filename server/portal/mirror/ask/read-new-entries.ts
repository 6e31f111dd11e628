import type { Ground } from '../../../base/ground.js';
import type { PortalRest } from '../../rest/index.js';
import { moveCursor, readCursor } from '../keep/cursors-store.js';
import { loadTasks } from '../keep/tasks-store.js';
import { mergeReadings, noReadings, type EntryReading, type Readings } from '../readings.js';
import { PAGE_ROWS } from '../rules/choose-pages.js';
import type { Asker } from './ask-together.js';
import { unknownUsers } from './known-view.js';
import { listById } from './list-pages.js';
import { entriesOfPortal } from './lists.js';
import { readUsersById } from './read-people.js';
import { readTasks } from './read-tasks.js';

/** So many new entries are taken in one poll; the rest wait for the next one. */
const MAX_ENTRIES = 5_000;

/**
 * The tail poll: entries made since the last one, portal-wide, by id. One page as a rule; more only when that page
 * was full. Tasks and people met for the first time are read along. The cursor moves when the readings are
 * applied. null = nothing new, or the first mirror is not done yet.
 */
export async function readNewEntries(
  ground: Ground,
  rest: PortalRest,
  portalId: string,
): Promise<Readings | null> {
  const after = await readCursor(ground.db, portalId, 'entries-tail');
  const mirrored = await readCursor(ground.db, portalId, 'first-mirror');
  if (after === null || mirrored === null) return null;
  const polledAt = ground.clock.now();
  const entries = await readTail({ rest, portalId }, after);
  const last = entries[entries.length - 1];
  if (last === undefined) {
    await moveCursor(ground.db, portalId, { name: 'tail-poll', value: polledAt, at: polledAt });
    return null;
  }
  const strangers = await readStrangers(ground, rest, portalId, entries);
  return mergeReadings(strangers, {
    ...noReadings(),
    entries,
    cursors: [
      { name: 'entries-tail', value: last.facts.entryId },
      { name: 'tail-poll', value: polledAt },
    ],
  });
}

async function readTail(asker: Asker, after: number): Promise<EntryReading[]> {
  const entries: EntryReading[] = [];
  const list = entriesOfPortal();
  for await (const stretch of listById(asker, list, { afterId: after, expected: PAGE_ROWS })) {
    for (const facts of stretch.rows) entries.push({ facts, askedAt: stretch.askedAt });
    if (entries.length >= MAX_ENTRIES) break;
  }
  return entries;
}

/** Tasks and people that these entries name and we do not know. */
export async function readStrangers(
  ground: Ground,
  rest: PortalRest,
  portalId: string,
  entries: readonly EntryReading[],
): Promise<Readings> {
  const taskIds = new Set(entries.map((entry) => entry.facts.taskId));
  const known = await loadTasks(ground.db, portalId, taskIds);
  const unknown = [...taskIds].filter((taskId) => !known.has(taskId));
  const tasks = await readTasks(ground, rest, portalId, unknown);
  const authors = await unknownUsers(
    ground.db,
    portalId,
    entries.map((entry) => entry.facts.userId),
  );
  const people = await readUsersById({ rest, portalId }, authors);
  return mergeReadings(tasks, people);
}
