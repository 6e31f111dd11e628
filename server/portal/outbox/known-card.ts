import { probeCard, type TaskCard } from '../installs/index.js';
import type { Outgoing } from './outgoing.js';
import type { OutboxRow } from './post.js';

/** Which card the portal shows, told by the task the comment goes to; asked once and kept. Throws what the probe throws. */
export function knownCard(out: Outgoing, row: OutboxRow, taskId: number): Promise<TaskCard> {
  return probeCard(out.ground, out.rest, { portalId: row.portal_id, taskId });
}

/** Asks the portal anew: it may have been updated since. */
export function askCard(out: Outgoing, row: OutboxRow, taskId: number): Promise<TaskCard> {
  return probeCard(out.ground, out.rest, { portalId: row.portal_id, taskId, again: true });
}
