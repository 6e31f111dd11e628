import { AppError } from '../../base/errors.js';
import type { Tx } from '../../base/db/index.js';
import type { Ground } from '../../base/ground.js';
import { newId } from '../../base/ids.js';
import { PART_LIMIT, lengthOf } from '../rest/index.js';
import { bearsCode, codeOf, signText } from './marker.js';
import { insertPost } from './outbox-store.js';
import { readPostFileName } from './post-files-store.js';
import {
  filePayload,
  type CommentPayload,
  type FilePayload,
  type InTask,
  type NewPost,
  type OutboxRow,
} from './post.js';
import { fileNameWith } from './rules/file-name.js';

/** Room that a signature may take beyond a full part. */
const SIGNATURE_ROOM = 200;

/**
 * Stores what is to be told to the portal, in the transaction that decided it. A key that is there already changes
 * nothing. A text without the code of its key is signed here: it could not be recognised later. The files of a comment
 * become posts of their own, before it.
 */
export async function enqueuePost(tx: Tx, ground: Pick<Ground, 'clock'>, post: NewPost): Promise<void> {
  const now = ground.clock.now();
  const payload = signedPayload(post);
  if (post.kind === 'comment') await enqueueFiles(tx, post, now);
  const afterKey = post.afterKey ?? (post.kind === 'comment' ? post.payload.taskFromKey : null);
  await insertPost(tx, rowOf({ ...post, payload, afterKey, ofKey: null }, now));
}

/** The posts of a comment's files: `<key of the comment>:file:<n>`. */
async function enqueueFiles(
  tx: Tx,
  post: NewPost & { payload: CommentPayload; kind: 'comment' },
  now: number,
): Promise<void> {
  const { taskId, taskFromKey, files = [] } = post.payload;
  for (const [index, { fileId }] of files.entries()) {
    const key = `${post.key}:file:${index + 1}`;
    const name = await readPostFileName(tx, post.portalId, fileId);
    if (name === null) throw new AppError('POST_FILE_UNKNOWN', 'A file of a comment has to be stored first');
    const code = codeOf(key);
    const payload: FilePayload = { taskId, taskFromKey, fileId, name: fileNameWith(name, code), code };
    const row = { ...post, kind: 'file' as const, key, payload, afterKey: taskFromKey, ofKey: post.key };
    await insertPost(tx, rowOf(row, now));
  }
}

/** A comment of its own for a file that came too late for its comment. */
export async function enqueueLate(
  tx: Tx,
  file: OutboxRow,
  { diskId, now }: { diskId: number; now: number },
): Promise<void> {
  const { taskId, taskFromKey, name } = filePayload(file);
  const key = `${file.key}:late`;
  const payload: CommentPayload = { taskId, taskFromKey, text: signed(name, key), lateDiskId: diskId };
  const common = { portalId: file.portal_id, clientId: file.client_id };
  await insertPost(
    tx,
    rowOf({ ...common, kind: 'comment', key, payload, afterKey: file.key, ofKey: null }, now),
  );
}

/** A row as it begins. */
export function rowOf(
  post: {
    portalId: string;
    key: string;
    kind: OutboxRow['kind'];
    clientId: number;
    payload: unknown;
    afterKey: string | null;
    ofKey: string | null;
  },
  now: number,
): OutboxRow {
  return {
    portal_id: post.portalId,
    outbox_id: newId(),
    key: post.key,
    kind: post.kind,
    client_id: post.clientId,
    payload: JSON.stringify(post.payload),
    after_key: post.afterKey,
    of_key: post.ofKey,
    state: 'ready',
    attempts: 0,
    due_at: now,
    lease_until: 0,
    lease_holder: null,
    ...freshRound(0),
    decided_action_id: null,
    result: null,
    reason: null,
    created_at: now,
    sent_at: null,
  };
}

type Trace =
  'round' | 'unclear' | 'first_send_at' | 'send_started_at' | 'author_id' | 'card' | 'place' | 'attached';

/** A round begins without a trace of earlier sends. */
export function freshRound(round: number): Pick<OutboxRow, Trace> {
  return {
    ...{ round, unclear: 0, first_send_at: null, send_started_at: null, author_id: null },
    ...{ card: null, place: null, attached: null },
  };
}

function signedPayload(post: NewPost): NewPost['payload'] {
  switch (post.kind) {
    case 'planned-time':
    case 'observers':
      return post.payload;
    case 'create-report-task':
    case 'create-task':
      return { ...post.payload, description: signed(post.payload.description, post.key) };
    case 'comment':
      requireTask(post.payload);
      return { ...post.payload, text: fitting(signed(post.payload.text, post.key)) };
    case 'feed-post':
      return { ...post.payload, text: fitting(signed(post.payload.text, post.key)) };
    case 'notice':
      return { ...post.payload, text: fitting(post.payload.text) };
  }
}

/** A text with the code of its key, at its end where it does not bear it yet. */
function signed(text: string, key: string): string {
  return bearsCode(text, key) ? text : signText(text, { key, language: languageOf(text) });
}

/** Which its words are in, mostly: an English text may quote a Russian title. Addresses say nothing. */
function languageOf(text: string): 'ru' | 'en' {
  const words = text.replaceAll(/\[[^\]]*\]|https?:\S+/g, '');
  const count = (letters: RegExp) => words.match(letters)?.length ?? 0;
  return count(/[а-яё]/gi) > count(/[a-z]/gi) ? 'ru' : 'en';
}

function requireTask(payload: InTask): void {
  if ((payload.taskId === null) === (payload.taskFromKey === null)) {
    throw new AppError('POST_WITHOUT_TASK', 'A comment names its task by id or by the post that creates it');
  }
}

function fitting(text: string): string {
  if (lengthOf(text) > PART_LIMIT + SIGNATURE_ROOM) {
    throw new AppError(
      'POST_TOO_LONG',
      `A post holds at most ${PART_LIMIT} code points: split it into parts`,
    );
  }
  return text;
}
