import type { Tx } from '../../../base/db/index.js';
import type { Ground } from '../../../base/ground.js';
import { closeBook, type MirrorChange, openBook } from '../mirror-change.js';
import type { Readings } from '../readings.js';
import { applyEntries } from './apply-entries.js';
import { applyTasks } from './apply-tasks.js';
import { moveCursor } from './cursors-store.js';
import { touchEntries } from './entries-store.js';
import { closeMissingGroups, replaceMembers, upsertGroups, upsertUsers } from './people-store.js';
import { closeReappeared, findVanished } from './find-vanished.js';
import { prepareSheet } from './sheet.js';

export interface ApplyOptions {
  /** Of other groups only ids and seconds are kept: titles and comments are stored as ''. */
  keepTextsOf: (groupId: number) => boolean;
  /** The first mirror: where a task stood when its hours were made is not known, the group is marked as a guess. */
  isFirst?: boolean;
}

/**
 * Writes readings into the mirror: newer answers win, older ones change nothing. Added, edited and returned hours
 * count at once; hours that are gone are only reported (`vanished`): the caller believes or holds them, in this
 * same transaction.
 */
export async function applyReadings(
  tx: Tx,
  ground: Ground,
  portalId: string,
  readings: Readings,
  options: ApplyOptions,
): Promise<MirrorChange> {
  const now = ground.clock.now();
  const book = openBook();
  await applyPeople(tx, portalId, readings);
  const sheet = await prepareSheet(tx, { portalId, readings, options, now, book });
  await applyTasks(sheet, readings.tasks);
  await applyEntries(sheet, readings);
  for (const seen of readings.seen) await touchEntries(tx, portalId, seen);
  await closeReappeared(sheet, readings.tasks);
  await findVanished(sheet, readings.tasks);
  for (const cursor of readings.cursors) await moveCursor(tx, portalId, { ...cursor, at: now });
  if (sheet.orphans > 0) {
    ground.log.warn(
      { portalId, entries: sheet.orphans },
      'entries of tasks that cannot be read were left out',
    );
  }
  return closeBook(book);
}

async function applyPeople(tx: Tx, portalId: string, readings: Readings): Promise<void> {
  await upsertUsers(tx, portalId, readings.users);
  await upsertGroups(tx, portalId, readings.groups);
  for (const members of readings.members) await replaceMembers(tx, portalId, members);
  if (readings.allGroupsAskedAt !== null) await closeMissingGroups(tx, portalId, readings.allGroupsAskedAt);
}
