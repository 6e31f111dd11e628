import type { Tx } from '../../base/db/index.js';
import { enqueueLate, freshRound, rowOf } from './enqueue-post.js';
import { changePost, insertPost, lockPost, readPostByKey } from './outbox-store.js';
import { listFilesOf } from './post-files-store.js';
import { placeOf } from './kinds/file.js';
import { attachedFiles, filePayload, resultOf, type OutboxRow } from './post.js';

/**
 * What the outcome of one post means for the others of the same comment; in the transaction that stores the outcome.
 * A text and its files are posts of their own, so whichever ends last sees how the other stands.
 */
export async function followUp(tx: Tx, row: OutboxRow, now: number): Promise<void> {
  if (row.kind === 'comment' && row.state === 'sent') return afterComment(tx, row, now);
  if (row.kind !== 'file') return;
  if (row.state === 'sent' && row.card === 'new') {
    if (placeOf(row).kind === 'folder') await commitLater(tx, row, now);
    return;
  }
  const seen = await readPostByKey(tx, row.portal_id, row.of_key ?? '');
  const comment = seen && (await lockPost(tx, row.portal_id, seen.outbox_id));
  if (comment?.state === 'ready') await changePost(tx, comment, { due_at: Math.min(comment.due_at, now) });
  if (comment?.state === 'sent' && row.state === 'sent') await deliverLate(tx, row, comment, now);
}

async function afterComment(tx: Tx, comment: OutboxRow, now: number): Promise<void> {
  for (const file of await listFilesOf(tx, comment.portal_id, comment.key)) {
    if (file.kind === 'file' && file.state === 'sent' && file.card === 'old') {
      await deliverLate(tx, file, comment, now);
    }
  }
}

/** A file that lies on the disk, but left without its comment. */
async function deliverLate(tx: Tx, file: OutboxRow, comment: OutboxRow, now: number): Promise<void> {
  if (attachedFiles(comment).some(({ key }) => key === file.key)) return;
  if (comment.card === 'new') {
    // the portal got the other card in between: there the file goes into the chat
    const again = { ...freshRound(file.round + 1), state: 'ready', attempts: 0, due_at: now } as const;
    await changePost(tx, file, { ...again, result: null, sent_at: null, reason: 'card-changed' });
    return;
  }
  await enqueueLate(tx, file, { diskId: resultOf(file)?.diskId ?? 0, now });
}

/** The chat shows what was uploaded into its folder only after a commit. */
async function commitLater(tx: Tx, file: OutboxRow, now: number): Promise<void> {
  const payload = { ...filePayload(file), diskId: resultOf(file)?.diskId };
  await insertPost(
    tx,
    rowOf(
      {
        ...{ portalId: file.portal_id, clientId: file.client_id, kind: 'file-commit', payload },
        ...{ key: `${file.key}:commit`, afterKey: file.key, ofKey: file.of_key },
      },
      now,
    ),
  );
}
