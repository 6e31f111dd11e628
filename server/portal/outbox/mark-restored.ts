import type { Tx } from '../../base/db/index.js';
import { changePost, latestMoment, listUnsettled } from './outbox-store.js';
import type { OutboxRow } from './post.js';

/** How far back from the moment of the backup a sent post is doubted. */
const RECENT_MS = 24 * 3_600_000;

/**
 * After a restore from a backup the database no longer knows what was sent since: every post that is unsent, or was sent
 * in the last day the backup knows of, waits for a person. Returns the rows as they are now, of all portals.
 */
export async function markRestored(tx: Tx): Promise<OutboxRow[]> {
  const rows = await listUnsettled(tx, (await latestMoment(tx)) - RECENT_MS);
  const marked: OutboxRow[] = [];
  for (const row of rows) {
    marked.push(
      await changePost(tx, row, {
        state: 'uncertain',
        reason: 'restored',
        lease_until: 0,
        lease_holder: null,
      }),
    );
  }
  return marked;
}
