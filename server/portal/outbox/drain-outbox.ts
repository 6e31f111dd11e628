import type { Ground } from '../../base/ground.js';
import type { PortalRest } from '../rest/index.js';
import { listDue } from './outbox-store.js';
import { wall, type Outgoing } from './outgoing.js';
import type { OutboxHooks, OutboxRow } from './post.js';
import { sendPost } from './send-post.js';
import { settlePost } from './settle-post.js';

/** Most posts worked on in one go; the rest wait for the next. */
const MAX_PER_DRAIN = 200;

/**
 * Works on everything of a portal that is due: sends what is ready, looks for what ended unclear, one after the other.
 * Several processes may drain the same portal. A post that fails unforeseen is logged and does not hold up the others.
 * Returns how many posts were worked on.
 */
export async function drainOutbox(
  ground: Ground,
  rest: PortalRest,
  portalId: string,
  hooks: OutboxHooks,
): Promise<number> {
  const out = { ground, rest, hooks };
  const touched = new Map<string, number>();
  for (let worked = 0; worked < MAX_PER_DRAIN; worked += 1) {
    const at = { now: ground.clock.now(), wallNow: wall.now() };
    const due = await listDue(ground.db, portalId, at, MAX_PER_DRAIN);
    // twice: what was looked for and found absent is sent at once; more often only after a pause
    const row = due.find(({ outbox_id: id }) => (touched.get(id) ?? 0) < 2);
    if (row === undefined) return worked;
    touched.set(row.outbox_id, (touched.get(row.outbox_id) ?? 0) + 1);
    await workOn(out, row);
  }
  return MAX_PER_DRAIN;
}

async function workOn(out: Outgoing, row: OutboxRow): Promise<void> {
  try {
    await (row.state === 'ready' ? sendPost(out, row) : settlePost(out, row));
  } catch (error) {
    out.ground.log.error(
      { err: error, portalId: row.portal_id, outboxId: row.outbox_id },
      'a post could not be worked on',
    );
  }
}
