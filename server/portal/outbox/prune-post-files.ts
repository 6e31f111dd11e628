import type { DbOrTx } from '../../base/db/index.js';
import { dropContents, listFilePosts } from './post-files-store.js';
import { filePayload } from './post.js';

/** A restored backup may ask for a file again, and a manager may send one again. */
const KEPT_MS = 30 * 24 * 3_600_000;
const AT_ONCE = 500;

/** Forgets the contents of files that have been on the portal for a month: there they are, and reports can be made anew. */
export async function prunePostFiles(db: DbOrTx, portalId: string, now: number): Promise<void> {
  const { done, open } = await listFilePosts(db, portalId, now - KEPT_MS);
  const needed = new Set(open.map((row) => filePayload(row).fileId));
  const fileIds = [...new Set(done.map((row) => filePayload(row).fileId))].filter((id) => !needed.has(id));
  for (let from = 0; from < fileIds.length; from += AT_ONCE) {
    await dropContents(db, portalId, fileIds.slice(from, from + AT_ONCE));
  }
}
