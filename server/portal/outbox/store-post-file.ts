import type { Tx } from '../../base/db/index.js';
import { newId } from '../../base/ids.js';
import { insertPostFile } from './post-files-store.js';

export interface PostFile {
  portalId: string;
  /** Names the file; one that is there already stays. Absent = a new one. */
  fileId?: string;
  /** With its ending, as a reader will see it: «Отчёт № 7.pdf». */
  name: string;
  mime: string;
  bytes: Uint8Array;
}

/** Keeps a file until it has gone out with a comment (`CommentPayload.files`). Returns its id. */
export async function storePostFile(tx: Tx, file: PostFile): Promise<string> {
  const fileId = file.fileId ?? newId();
  const { portalId, name, mime, bytes } = file;
  const content = Buffer.from(bytes).toString('base64');
  await insertPostFile(tx, { portalId, fileId, name, mime, content, size: bytes.length });
  return fileId;
}
