import { AppError } from '../../base/errors.js';
import type { Tx } from '../../base/db/index.js';
import type { Ground } from '../../base/ground.js';
import { newId } from '../../base/ids.js';
import { PART_LIMIT, lengthOf } from '../rest/index.js';
import { bearsCode, signText } from './marker.js';
import { insertPost } from './outbox-store.js';
import type { CommentPayload, NewPost, OutboxRow } from './post.js';

/** Room that a signature may take beyond a full part. */
const SIGNATURE_ROOM = 200;

/**
 * Stores what is to be told to the portal, in the transaction that decided it. A key that is there already changes
 * nothing. A text without the code of its key is signed here: it could not be recognised later.
 */
export async function enqueuePost(tx: Tx, ground: Pick<Ground, 'clock'>, post: NewPost): Promise<void> {
  const now = ground.clock.now();
  const row: OutboxRow = {
    portal_id: post.portalId,
    outbox_id: newId(),
    key: post.key,
    kind: post.kind,
    client_id: post.clientId,
    payload: JSON.stringify(signedPayload(post)),
    after_key: post.afterKey ?? (post.kind === 'comment' ? post.payload.taskFromKey : null),
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
  await insertPost(tx, row);
}

/** A round begins without a trace of earlier sends. */
export function freshRound(
  round: number,
): Pick<OutboxRow, 'round' | 'unclear' | 'first_send_at' | 'send_started_at' | 'author_id' | 'card'> {
  return { round, unclear: 0, first_send_at: null, send_started_at: null, author_id: null, card: null };
}

function signedPayload(post: NewPost): NewPost['payload'] {
  if (post.kind === 'create-report-task') {
    return { ...post.payload, description: signed(post.payload.description, post.key) };
  }
  return checkedComment({ ...post.payload, text: signed(post.payload.text, post.key) });
}

function signed(text: string, key: string): string {
  return bearsCode(text, key) ? text : signText(text, { key, language: /[а-яё]/i.test(text) ? 'ru' : 'en' });
}

function checkedComment(payload: CommentPayload): CommentPayload {
  if ((payload.taskId === null) === (payload.taskFromKey === null)) {
    throw new AppError('POST_WITHOUT_TASK', 'A comment names its task by id or by the post that creates it');
  }
  if (lengthOf(payload.text) > PART_LIMIT + SIGNATURE_ROOM) {
    throw new AppError(
      'POST_TOO_LONG',
      `A comment holds at most ${PART_LIMIT} code points: split it into parts`,
    );
  }
  return payload;
}
