import { newId } from '../../base/ids.js';
import type { TaskCard } from '../installs/index.js';
import { askCard, knownCard } from './known-card.js';
import { lookForComment, lookForTask, type Look } from './look-for-post.js';
import { CONFIRMED } from './decide-post.js';
import { changePost, lockUnchanged, readPostingUser } from './outbox-store.js';
import { applyStep, takeStep, wall, type Outgoing } from './outgoing.js';
import type { OutboxRow } from './post.js';
import { afterLook, KEY_REUSED, type Finding, type Settling } from './rules/next-step.js';
import { outcomeOf, taskOf } from './send-post.js';

/** Longest a look may take before another process looks too: both may look, only one decides. */
const LOOK_LEASE_MS = 300_000;

/** Looks whether a post that ended unclear is there, and decides: sent, sent again, or a person's decision. */
export async function settlePost(out: Outgoing, row: OutboxRow): Promise<void> {
  const held = await holdForLook(out, row);
  if (held === null) return;
  if (held.reason === CONFIRMED && held.kind === 'comment') return acceptWord(out, held);
  const { look, card } = await lookAround(out, held);
  const { db, clock } = out.ground;
  await db.transaction().execute(async (tx) => {
    const current = await lockUnchanged(tx, held);
    if (current === null) return;
    const sameAuthor = current.author_id === (await readPostingUser(tx, current.portal_id));
    const step = afterLook(look.finding, settlingOf(current, { card, sameAuthor, now: clock.now() }));
    await applyStep(out, tx, current, { step, result: look.result });
  });
}

async function holdForLook(out: Outgoing, seen: OutboxRow): Promise<OutboxRow | null> {
  return out.ground.db.transaction().execute(async (tx) => {
    const row = await lockUnchanged(tx, seen);
    if (row === null) return null;
    const crashed = row.state === 'sending';
    return changePost(tx, row, {
      state: 'settling',
      attempts: row.attempts + 1,
      lease_holder: newId(),
      lease_until: wall.now() + LOOK_LEASE_MS,
      ...(crashed ? { unclear: row.unclear + 1, reason: 'unclear: PROCESS_ENDED' } : {}),
    });
  });
}

/** A person saw the comment: there is nothing to learn from a look but its id, which nothing needs. */
async function acceptWord(out: Outgoing, row: OutboxRow): Promise<void> {
  const taskId = await taskOf(out, row);
  if (taskId === null) await takeStep(out, row, { to: 'uncertain', reason: 'no-task' });
  else await takeStep(out, row, { to: 'sent' }, { taskId, commentId: null });
}

interface CardLook {
  look: Look;
  /** Card it was looked for on; null for a task, or where the look failed before. */
  card: TaskCard | null;
}

async function lookAround(out: Outgoing, row: OutboxRow): Promise<CardLook> {
  const confirmed = row.reason === CONFIRMED;
  try {
    if (row.kind === 'create-report-task') {
      return { card: null, look: await lookForTask(out.rest, row, confirmed) };
    }
    const taskId = await taskOf(out, row);
    if (taskId === null) return { card: null, look: { finding: { kind: 'not-permitted', code: 'NO_TASK' } } };
    return await lookInTask(out, row, taskId);
  } catch (error) {
    const { kind, code } = outcomeOf(error);
    out.ground.log.warn(
      { portalId: row.portal_id, outboxId: row.outbox_id, code },
      'a look for a post failed',
    );
    const finding: Finding = kind === 'refused' ? { kind: 'not-permitted', code } : { kind: 'failed', code };
    return { look: { finding }, card: row.card };
  }
}

/** A refused look may mean that the portal got the other card meanwhile: then it is looked for there. */
async function lookInTask(out: Outgoing, row: OutboxRow, taskId: number): Promise<CardLook> {
  const card = await knownCard(out, row, taskId);
  try {
    return { card, look: await lookForComment(out.rest, row, { card, taskId }) };
  } catch (error) {
    if (outcomeOf(error).kind !== 'refused') throw error;
    const asked = await askCard(out, row, taskId);
    if (asked === card) throw error;
    return { card: asked, look: await lookForComment(out.rest, row, { card: asked, taskId }) };
  }
}

function settlingOf(
  row: OutboxRow,
  known: { card: TaskCard | null; sameAuthor: boolean; now: number },
): Settling {
  return {
    kind: row.kind,
    attempts: row.attempts,
    unclear: row.unclear,
    sameAuthor: known.sameAuthor,
    sentCard: row.card,
    card: known.card,
    keyAgeMs: known.now - (row.first_send_at ?? row.created_at),
    keyReused: row.reason === KEY_REUSED,
    confirmed: row.reason === CONFIRMED,
  };
}
