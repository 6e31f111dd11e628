import type { DbOrTx, Tx } from '../../base/db/index.js';
import type { OutboxRow } from './outbox-store.js';

export interface StoredFile {
  portalId: string;
  fileId: string;
  name: string;
  mime: string;
  /** Base64. */
  content: string;
  /** Bytes. */
  size: number;
}

export async function insertPostFile(tx: Tx, file: StoredFile): Promise<void> {
  await tx
    .insertInto('post_files')
    .values({
      portal_id: file.portalId,
      file_id: file.fileId,
      name: file.name,
      mime: file.mime,
      content: file.content,
      size: file.size,
    })
    .onConflict((conflict) => conflict.columns(['portal_id', 'file_id']).doNothing())
    .execute();
}

export async function readPostFileName(db: DbOrTx, portalId: string, fileId: string): Promise<string | null> {
  const row = await db
    .selectFrom('post_files')
    .select('name')
    .where('portal_id', '=', portalId)
    .where('file_id', '=', fileId)
    .executeTakeFirst();
  return row?.name ?? null;
}

/** What the file holds, base64; null where it is not kept (any more). */
export async function readPostFileContent(
  db: DbOrTx,
  portalId: string,
  fileId: string,
): Promise<string | null> {
  const row = await db
    .selectFrom('post_files')
    .select('content')
    .where('portal_id', '=', portalId)
    .where('file_id', '=', fileId)
    .executeTakeFirst();
  return row?.content ?? null;
}

/** The posts of a comment's files, and of what makes them appear, in the order they were enqueued. */
export async function listFilesOf(db: DbOrTx, portalId: string, key: string): Promise<OutboxRow[]> {
  return db
    .selectFrom('outbox')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('of_key', '=', key)
    .orderBy('created_at')
    .orderBy('outbox_id')
    .execute();
}

/** Posts of files that are there, or will not be sent, since before `before`; and those that may still need their content. */
export async function listFilePosts(
  db: DbOrTx,
  portalId: string,
  before: number,
): Promise<{ done: OutboxRow[]; open: OutboxRow[] }> {
  const rows = await db
    .selectFrom('outbox')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('kind', '=', 'file')
    .execute();
  const isDone = (row: OutboxRow) =>
    (row.state === 'sent' && (row.sent_at ?? 0) < before) ||
    (row.state === 'dismissed' && row.created_at < before);
  return { done: rows.filter(isDone), open: rows.filter((row) => !isDone(row)) };
}

export async function dropContents(db: DbOrTx, portalId: string, fileIds: readonly string[]): Promise<void> {
  if (fileIds.length === 0) return;
  await db
    .updateTable('post_files')
    .set({ content: null })
    .where('portal_id', '=', portalId)
    .where('file_id', 'in', [...fileIds])
    .where('content', 'is not', null)
    .execute();
}
