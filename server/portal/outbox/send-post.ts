import { AppError } from '../../base/errors.js';
import { newId } from '../../base/ids.js';
import { RestError } from '../rest/index.js';
import type { TaskCard } from '../installs/index.js';
import { askCard, knownCard } from './known-card.js';
import { changePost, lockUnchanged, readPostByKey, readPostingUser } from './outbox-store.js';
import { applyStep, takeStep, wall, type Outgoing } from './outgoing.js';
import { commentPayload, resultOf, type OutboxRow, type PostResult } from './post.js';
import { afterSend, beforeSend, type SendOutcome } from './rules/next-step.js';
import { pauseMs } from './rules/pause.js';
import { readResult, writeCall } from './write-call.js';

/** Sends a post that is ready: stores that it begins, lets the call leave, stores how it ended. */
export async function sendPost(out: Outgoing, row: OutboxRow): Promise<void> {
  if (row.kind === 'create-report-task') return sendTo(out, row, { taskId: null, card: null });
  const taskId = await taskOf(out, row);
  if (taskId === null) return putOff(out, row, 'waiting-for-task');
  let card: TaskCard;
  try {
    card = await knownCard(out, row, taskId);
  } catch (error) {
    return putOff(out, row, `card-unknown: ${outcomeOf(error).code}`);
  }
  await sendTo(out, row, { taskId, card });
}

interface Destination {
  taskId: number | null;
  card: TaskCard | null;
}

async function sendTo(out: Outgoing, row: OutboxRow, { taskId, card }: Destination): Promise<void> {
  const begun = await beginSend(out, row, card);
  if (begun === null) return;
  const { outcome, result } = await callOut(out, begun, taskId);
  const step = afterSend(outcome, { attempts: begun.attempts, unclear: begun.unclear });
  await takeStep(out, begun, step, result);
  if (step.to === 'ready' && step.reprobe && taskId !== null) await askCard(out, begun, taskId);
}

/** The task a comment goes to; null while the post that creates it has not come through. */
export async function taskOf(out: Outgoing, row: OutboxRow): Promise<number | null> {
  const { taskId, taskFromKey } = commentPayload(row);
  if (taskId !== null || taskFromKey === null) return taskId;
  const creating = await readPostByKey(out.ground.db, row.portal_id, taskFromKey);
  return creating?.state === 'sent' ? (resultOf(creating)?.taskId ?? null) : null;
}

/** Stores time, author and card before the first byte leaves. Null = not to be sent now. */
async function beginSend(out: Outgoing, seen: OutboxRow, card: TaskCard | null): Promise<OutboxRow | null> {
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
    const keyAgeMs = row.first_send_at === null ? null : now - row.first_send_at;
    const step = beforeSend({ unclear: row.unclear, sameAuthor: row.author_id === authorId, keyAgeMs });
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
      card,
    });
  });
}

async function callOut(
  out: Outgoing,
  row: OutboxRow,
  taskId: number | null,
): Promise<{ outcome: SendOutcome & { code?: string }; result?: PostResult }> {
  try {
    const answer = await out.rest.call(writeCall(row, taskId));
    const result = readResult(row, taskId, answer.result);
    return result
      ? { outcome: { kind: 'done' }, result }
      : { outcome: { kind: 'unknown', code: 'ODD_ANSWER' } };
  } catch (error) {
    return { outcome: outcomeOf(error) };
  }
}

/** What a failed call means for the post. An error we do not know may have come after the call ran. */
export function outcomeOf(error: unknown): Exclude<SendOutcome, { kind: 'done' }> {
  if (error instanceof RestError) {
    if (error.outcome !== 'not-run') return { kind: error.outcome, code: error.restCode };
    const retryAfterMs = typeof error.retry === 'object' ? error.retry.afterMs : null;
    return { kind: 'not-run', code: error.restCode, retryAfterMs };
  }
  const notReady = error instanceof AppError && error.code === 'PORTAL_NOT_READY';
  if (notReady) return { kind: 'not-run', code: error.code, retryAfterMs: null };
  return { kind: 'unknown', code: error instanceof Error ? error.name : 'UNKNOWN' };
}

async function putOff(out: Outgoing, row: OutboxRow, reason: string): Promise<void> {
  await takeStep(out, row, { to: 'ready', afterMs: pauseMs(3), reason });
}
