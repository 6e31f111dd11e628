import type { Tx } from '../../base/db/index.js';
import { newId } from '../../base/ids.js';
import type { TaskCard } from '../installs/index.js';
import { askCard, knownCard } from './known-card.js';
import { CONFIRMED } from './decide-post.js';
import { taskOf } from './find-destination.js';
import { kindOf } from './kinds/index.js';
import type { Destination, Look } from './kinds/kind.js';
import { changePost, lockUnchanged, readPostingUser } from './outbox-store.js';
import { applyStep, takeStep, wall, type Outgoing } from './outgoing.js';
import { listFilesOf } from './post-files-store.js';
import { attachedFiles, type OutboxRow } from './post.js';
import { afterLook, KEY_REUSED, type Finding, type Settling } from './rules/next-step.js';
import { outcomeOf } from './send-outcome.js';

/** Longest a look may take, in settling times, before another process looks too: both may look, only one decides. */
const LOOK_LEASE = 4;

/** Looks whether a post that ended unclear is there, and decides: sent, sent again, or a person's decision. */
export async function settlePost(out: Outgoing, row: OutboxRow): Promise<void> {
  const held = await holdForLook(out, row);
  if (held === null) return;
  if (held.reason === CONFIRMED && !kindOf(held).needsId(held)) return acceptWord(out, held);
  const { look, card } = await lookAround(out, held);
  const { db, clock } = out.ground;
  await db.transaction().execute(async (tx) => {
    const current = await lockUnchanged(tx, held);
    if (current === null) return;
    const sameAuthor = current.author_id === (await readPostingUser(tx, current.portal_id));
    const step = afterLook(look.finding, settlingOf(current, { card, sameAuthor, now: clock.now() }));
    if (step.to === 'ready') await dropRefusedFiles(out, tx, current);
    await applyStep(out, tx, current, { step, result: look.result });
  });
}

/** The portal refused the comment with its files, and it is not there: the text goes on without them. */
async function dropRefusedFiles(out: Outgoing, tx: Tx, row: OutboxRow): Promise<void> {
  const code = /^refused: (.*)$/.exec(row.reason ?? '')?.[1];
  if (code === undefined || row.attached === null) return;
  const keys = new Set(attachedFiles(row).map(({ key }) => key));
  for (const file of await listFilesOf(tx, row.portal_id, row.key)) {
    if (!keys.has(file.key)) continue;
    const step = { to: 'failed', reason: `not-attached: ${code}` } as const;
    await applyStep(out, tx, file, { step });
  }
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
      lease_until: wall.now() + LOOK_LEASE * out.ground.config.postSettleMs,
      ...(crashed ? { unclear: row.unclear + 1, reason: 'unclear: PROCESS_ENDED' } : {}),
    });
  });
}

/** A person saw it: there is nothing to learn from a look but its id, which nothing needs. */
async function acceptWord(out: Outgoing, row: OutboxRow): Promise<void> {
  await takeStep(out, row, { to: 'sent' }, { taskId: await taskOf(out, row), commentId: null });
}

interface CardLook {
  look: Look;
  /** Card it was looked for on; null where the card does not matter, or where the look failed before. */
  card: TaskCard | null;
}

async function lookAround(out: Outgoing, row: OutboxRow): Promise<CardLook> {
  try {
    const taskId = await taskOf(out, row);
    if (taskId === null) return { card: null, look: await lookAt(out, row, { taskId, card: null }) };
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
    return { card, look: await lookAt(out, row, { card, taskId }) };
  } catch (error) {
    if (outcomeOf(error).kind !== 'refused') throw error;
    const asked = await askCard(out, row, taskId);
    if (asked === card) throw error;
    return { card: asked, look: await lookAt(out, row, { card: asked, taskId }) };
  }
}

function lookAt(out: Outgoing, row: OutboxRow, to: Pick<Destination, 'taskId' | 'card'>): Promise<Look> {
  const confirmed = row.reason === CONFIRMED;
  return kindOf(row).look(out.rest, row, { ...to, content: null, confirmed });
}

function settlingOf(
  row: OutboxRow,
  known: { card: TaskCard | null; sameAuthor: boolean; now: number },
): Settling {
  return {
    repeats: kindOf(row).repeats(row),
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
