import type { Tx } from '../../base/db/index.js';
import { newId } from '../../base/ids.js';
import { confirmPosting, writeSetting } from '../installs/index.js';
import { CHAT_UPLOAD, findDestination, type Found } from './find-destination.js';
import { kindOf } from './kinds/index.js';
import type { Destination } from './kinds/kind.js';
import { askCard } from './known-card.js';
import { changePost, lockUnchanged, readPostingUser, type PostChange } from './outbox-store.js';
import { applyStep, takeStep, wall, type Outgoing } from './outgoing.js';
import { listFilesOf } from './post-files-store.js';
import { attachedFiles, resultOf, type AttachedFile, type OutboxRow, type PostResult } from './post.js';
import { afterSend, beforeSend, type SendOutcome, type Step } from './rules/next-step.js';
import { pauseMs } from './rules/pause.js';
import { outcomeOf } from './send-outcome.js';

/** Sends a post that is ready: stores that it begins, lets the call leave, stores how it ended. */
export async function sendPost(out: Outgoing, row: OutboxRow): Promise<void> {
  const found = await findDestination(out, row);
  switch (found.kind) {
    case 'go':
      return sendTo(out, row, found);
    case 'wait': {
      const afterMs = pauseMs(found.soon ? 2 : 3);
      return void (await takeStep(out, row, { to: 'ready', afterMs, reason: found.reason }));
    }
    case 'fail':
      return void (await takeStep(out, row, { to: 'failed', reason: found.reason }));
    case 'after':
      return change(out, row, { after_key: found.key });
    case 'dismiss':
      return change(out, row, { state: 'dismissed' });
  }
}

async function change(out: Outgoing, seen: OutboxRow, to: PostChange): Promise<void> {
  await out.ground.db.transaction().execute(async (tx) => {
    const row = await lockUnchanged(tx, seen);
    if (row) await changePost(tx, row, to);
  });
}

async function sendTo(out: Outgoing, row: OutboxRow, { to, place }: Found & { kind: 'go' }): Promise<void> {
  const begun = await beginSend(out, row, { card: to.card, place });
  if (begun === null) return;
  const { outcome, result } = await callOut(out, begun, to);
  const step = stepAfter(begun, outcome);
  if (step.to === 'ready' && step.reprobe) await reprobe(out, begun, to);
  await takeStep(out, begun, step, result);
}

/** A refused comment may have been refused for its files: it is looked for, and sent without them. */
function stepAfter(row: OutboxRow, outcome: SendOutcome): Step {
  const step = afterSend(outcome, { attempts: row.attempts, unclear: row.unclear });
  const mayBeFiles = outcome.kind === 'refused' && step.to === 'failed' && attachedFiles(row).length > 0;
  return mayBeFiles ? { to: 'settling', afterMs: 0, reason: step.reason } : step;
}

/** The method is not there: the portal shows the other card, or lacks the newer way to put a file into a chat. */
async function reprobe(out: Outgoing, row: OutboxRow, { taskId }: Destination): Promise<void> {
  if (row.kind === 'file' && row.place?.startsWith('chat:') === true) {
    await writeSetting(out.ground.db, row.portal_id, CHAT_UPLOAD, 'folder');
  } else if (taskId !== null) await askCard(out, row, taskId);
}

/** Stores time, author, card and place before the first byte leaves. Null = not to be sent now. */
async function beginSend(
  out: Outgoing,
  seen: OutboxRow,
  { card, place }: Pick<OutboxRow, 'card' | 'place'>,
): Promise<OutboxRow | null> {
  const { db, clock, config } = out.ground;
  return db.transaction().execute(async (tx) => {
    const row = await lockUnchanged(tx, seen);
    if (row === null) return null;
    const now = clock.now();
    const authorId = await readPostingUser(tx, row.portal_id);
    if (authorId === null) {
      await changePost(tx, row, { due_at: now + pauseMs(Infinity), reason: 'no-posting-user' });
      return null;
    }
    const step = stepBefore(row, authorId, now);
    if (step) {
      await applyStep(out, tx, row, { step });
      return null;
    }
    return changePost(tx, row, {
      state: 'sending',
      attempts: row.attempts + 1,
      lease_holder: newId(),
      lease_until: wall.now() + config.postSettleMs,
      send_started_at: now,
      first_send_at: row.first_send_at ?? now,
      author_id: authorId,
      ...{ card, place, attached: card === 'old' ? await readAttached(tx, row) : null },
    });
  });
}

function stepBefore(row: OutboxRow, authorId: number, now: number): Step | null {
  const keyAgeMs = row.first_send_at === null ? null : now - row.first_send_at;
  const sameAuthor = row.author_id === authorId;
  return beforeSend({ unclear: row.unclear, sameAuthor, keyAgeMs, repeats: kindOf(row).repeats(row) });
}

/** Files of a comment that are on the disk by now. */
async function readAttached(tx: Tx, row: OutboxRow): Promise<string | null> {
  if (row.kind !== 'comment') return null;
  const files = await listFilesOf(tx, row.portal_id, row.key);
  const there = files.flatMap((file): AttachedFile[] => {
    const diskId = file.state === 'sent' && file.card === 'old' ? resultOf(file)?.diskId : undefined;
    return diskId === undefined ? [] : [{ key: file.key, diskId }];
  });
  return there.length === 0 ? null : JSON.stringify(there);
}

async function callOut(
  out: Outgoing,
  row: OutboxRow,
  to: Destination,
): Promise<{ outcome: SendOutcome & { code?: string }; result?: PostResult }> {
  const kind = kindOf(row);
  try {
    const call = await kind.call(row, to, out.rest);
    if (call === null) return { outcome: { kind: 'refused', code: 'UNREADABLE' } };
    const answer = await out.rest.call(call);
    const refusal = kind.refusal?.(answer.result) ?? null;
    if (refusal !== null) return { outcome: { kind: 'refused', code: refusal } };
    const result = kind.result(row, to, answer.result);
    return result
      ? { outcome: { kind: 'done' }, result }
      : { outcome: { kind: 'unknown', code: 'ODD_ANSWER' } };
  } catch (error) {
    const outcome = outcomeOf(error);
    return { outcome: (await hasAuthorLeft(out, row, outcome)) ? authorLeft : outcome };
  }
}

/** The portal looks at the token before it runs anything, so this one may go again in the owner's name. */
const authorLeft: SendOutcome = { kind: 'not-run', code: 'AUTHOR_LEFT', retryAfterMs: 0 };

/** Refused because of who asks: does the person who lets us post in their name still have access? */
async function hasAuthorLeft(out: Outgoing, row: OutboxRow, outcome: SendOutcome): Promise<boolean> {
  if (outcome.kind !== 'refused' || !/^(NO_AUTH_FOUND|user_access_error)$/.test(outcome.code)) return false;
  return (await confirmPosting(out.ground, out.rest, row.portal_id)) === false;
}
