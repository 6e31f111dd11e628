import { conflict } from '../../base/errors.js';
import type { Tx } from '../../base/db/index.js';
import { changePost, lockPost, readPostByKey } from './outbox-store.js';
import { listFilesOf } from './post-files-store.js';
import type { OutboxRow } from './post.js';

/**
 * Takes back posts that have not gone out, with their files; those that are there stay. Throws POST_UNDER_WAY (409) and
 * takes back nothing while one of them is being sent or its outcome is not known yet.
 */
export async function withdrawPosts(
  tx: Tx,
  withdraw: { portalId: string; keys: readonly string[]; actionId: string },
): Promise<void> {
  for (const key of withdraw.keys) {
    const post = await readPostByKey(tx, withdraw.portalId, key);
    if (post === null) continue;
    // files first, as a file that ends takes its own lock before its text's
    for (const seen of [...(await listFilesOf(tx, withdraw.portalId, key)), post]) {
      await withdrawOne(tx, seen, withdraw.actionId);
    }
  }
}

async function withdrawOne(tx: Tx, seen: OutboxRow, actionId: string): Promise<void> {
  const row = await lockPost(tx, seen.portal_id, seen.outbox_id);
  if (!row || row.state === 'sent' || row.state === 'dismissed') return;
  if (row.state === 'sending' || row.state === 'settling') {
    throw conflict('POST_UNDER_WAY', 'A part of it is being posted right now: try again in two minutes');
  }
  await changePost(tx, row, { state: 'dismissed', decided_action_id: actionId });
}
