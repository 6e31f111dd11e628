import { systemClock, type Clock } from '../../base/clock.js';
import type { Tx } from '../../base/db/index.js';
import type { Ground } from '../../base/ground.js';
import type { PortalRest } from '../rest/index.js';
import { changePost, lockUnchanged, type PostChange } from './outbox-store.js';
import { freshRound } from './enqueue-post.js';
import { followUp } from './follow-up.js';
import type { OutboxHooks, OutboxRow, PostResult } from './post.js';
import type { Step } from './rules/next-step.js';

/** What working on posts takes. */
export interface Outgoing {
  ground: Ground;
  rest: PortalRest;
  hooks: OutboxHooks;
}

/** A REST call takes real time, also where the app's clock is a portal's that stands still or jumps. */
export const wall: Clock = systemClock;

/**
 * Stores where a post goes next, together with what the hooks make of it. Does nothing where the row is not as `seen`
 * any more: our lease ran out and somebody else decided. Returns the row as it is now, or null.
 */
export async function takeStep(
  out: Outgoing,
  seen: OutboxRow,
  step: Step,
  result?: PostResult,
): Promise<OutboxRow | null> {
  return out.ground.db.transaction().execute(async (tx) => {
    const row = await lockUnchanged(tx, seen);
    return row ? applyStep(out, tx, row, { step, result }) : null;
  });
}

/** As `takeStep`, in a transaction that already holds the row. */
export async function applyStep(
  out: Outgoing,
  tx: Tx,
  row: OutboxRow,
  { step, result }: { step: Step; result?: PostResult | undefined },
): Promise<OutboxRow> {
  const now = out.ground.clock.now();
  const settledBy = wall.now() + out.ground.config.postSettleMs;
  const changed = await changePost(tx, row, changeOf(row, step, { now, settledBy, result }));
  if (step.to !== 'ready' && step.to !== 'settling') await followUp(tx, changed, now);
  if (step.to === 'sent' && result) await out.hooks.onSent(tx, changed, result);
  if (step.to === 'uncertain') await out.hooks.onUncertain(tx, changed);
  if (step.to === 'failed') await out.hooks.onFailed?.(tx, changed);
  return changed;
}

function changeOf(
  row: OutboxRow,
  step: Step,
  at: { now: number; settledBy: number; result?: PostResult | undefined },
): PostChange {
  const free = { state: step.to, lease_holder: null, lease_until: 0 } as const;
  switch (step.to) {
    case 'sent':
      return { ...free, result: JSON.stringify(at.result), reason: null, sent_at: at.now };
    case 'ready': {
      const forgotten = row.unclear === 0 ? freshRound(row.round) : {};
      const keyFree = step.absent ? { first_send_at: null } : {};
      return { ...free, ...forgotten, ...keyFree, due_at: at.now + step.afterMs, reason: step.reason };
    }
    case 'settling':
      return settlingChange(row, step, at);
    case 'failed':
    case 'uncertain':
      return { ...free, reason: step.reason };
  }
}

/**
 * Until the lease ends the call may still be running, and a look would prove nothing. Reckoned from now, not from the
 * moment the send was stored: a process that stood still in between let the call leave that much later.
 */
function settlingChange(
  row: OutboxRow,
  step: Step & { to: 'settling' },
  { now, settledBy }: { now: number; settledBy: number },
): PostChange {
  const fromSend = row.state === 'sending';
  return {
    state: 'settling',
    lease_holder: null,
    lease_until: fromSend ? Math.max(row.lease_until, settledBy) : 0,
    unclear: row.unclear + (fromSend ? 1 : 0),
    due_at: now + step.afterMs,
    ...(step.reason === undefined ? {} : { reason: step.reason }),
  };
}
