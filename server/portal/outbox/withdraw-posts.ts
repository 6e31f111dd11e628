import { conflict } from '../../base/errors.js';
import type { Tx } from '../../base/db/index.js';
import { changePost, lockPost, readPostByKey } from './outbox-store.js';

/**
 * Takes back posts that have not gone out; those that are there stay. Throws POST_UNDER_WAY (409) and takes back
 * nothing while one of them is being sent or its outcome is not known yet.
 */
export async function withdrawPosts(
  tx: Tx,
  withdraw: { portalId: string; keys: readonly string[]; actionId: string },
): Promise<void> {
  for (const key of withdraw.keys) {
    const seen = await readPostByKey(tx, withdraw.portalId, key);
    const row = seen && (await lockPost(tx, withdraw.portalId, seen.outbox_id));
    if (!row || row.state === 'sent' || row.state === 'dismissed') continue;
    if (row.state === 'sending' || row.state === 'settling') {
      throw conflict('POST_UNDER_WAY', 'A part of it is being posted right now: try again in two minutes');
    }
    await changePost(tx, row, { state: 'dismissed', decided_action_id: withdraw.actionId });
  }
}
