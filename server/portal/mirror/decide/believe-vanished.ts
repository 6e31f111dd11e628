import type { Tx } from '../../../base/db/index.js';
import { entriesMirrored } from '../../../base/telemetry.js';
import type { Ground } from '../../../base/ground.js';
import { loadDisappearances, settleDisappearance } from '../keep/disappearances-store.js';
import { markEntriesDeleted } from '../keep/entries-store.js';
import { setTaskState } from '../keep/tasks-store.js';
import { closeBook, type MirrorChange, openBook, type Vanished } from '../mirror-change.js';

/** The hours are gone: the entries (and a deleted task) are marked so, and what waited for a decision is closed. */
export async function believeVanished(
  tx: Tx,
  ground: Ground,
  portalId: string,
  vanished: readonly Vanished[],
): Promise<MirrorChange> {
  const book = openBook();
  const at = ground.clock.now();
  for (const { taskId, entryIds, why } of vanished) {
    for (const entry of await markEntriesDeleted(tx, portalId, { entryIds, at })) {
      book.groupIds.add(entry.groupId);
      book.entryIds.add(entry.entryId);
      book.taskIds.add(entry.taskId);
    }
    if (why === 'task-deleted') await setTaskState(tx, portalId, { taskId, state: 'deleted', askedAt: at });
    await closeWaiting(tx, portalId, { taskId, entryIds });
  }
  entriesMirrored('gone', book.entryIds.size);
  return closeBook(book);
}

async function closeWaiting(
  tx: Tx,
  portalId: string,
  gone: { taskId: number; entryIds: readonly number[] },
): Promise<void> {
  const ids = new Set(gone.entryIds);
  for (const row of await loadDisappearances(tx, portalId, [gone.taskId])) {
    const isCovered = row.state === 'waiting' && row.entryIds.every((entryId) => ids.has(entryId));
    if (isCovered) await settleDisappearance(tx, row, { state: 'confirmed', actionId: null });
  }
}
