import type { Clock } from '../../base/clock.js';
import type { Tx } from '../../base/db/index.js';
import { type NewRow, type StoredRow, takeParked, upsertDue } from './inbox-store.js';

/**
 * Makes parked rows due again with all their tries: one by id, or every one of the portal (`inboxId` null).
 * Returns how many; 0 when there is none with that id.
 */
export async function replayParked(
  tx: Tx,
  clock: Clock,
  portalId: string,
  inboxId: string | null,
): Promise<number> {
  const parked = await takeParked(tx, portalId, inboxId);
  const now = clock.now();
  // One statement each: several parked rows of one subject become one due row.
  for (const row of parked) await upsertDue(tx, [dueAgain(row, now)], 'older');
  return parked.length;
}

function dueAgain(row: StoredRow, now: number): NewRow {
  return {
    portal_id: row.portal_id,
    inbox_id: row.inbox_id,
    subject: row.subject,
    subject_id: row.subject_id,
    names: row.names,
    payload: row.payload,
    times: row.times,
    attempts: 0,
    first_at: row.first_at,
    due_at: now,
  };
}
