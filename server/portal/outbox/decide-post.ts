import { conflict, notFound } from '../../base/errors.js';
import type { Tx } from '../../base/db/index.js';
import type { Ground } from '../../base/ground.js';
import { freshRound } from './enqueue-post.js';
import { changePost, listWaitingFor, lockPost, type PostChange } from './outbox-store.js';
import type { OutboxRow } from './post.js';

export type PostDecision = 'it-is-there' | 'send-again' | 'dismiss';

/** Reason of a post that a person saw on the portal: the next drain stores it as sent (a task: looks for its id). */
export const CONFIRMED = 'confirmed';

export interface DecidePost {
  portalId: string;
  outboxId: string;
  decision: PostDecision;
  actionId: string;
}

/**
 * A manager decides about a post that is uncertain or failed. `dismiss` takes along what waits for the post.
 * Returns the rows as they are now, the decided one first. Errors: NOT_FOUND, POST_NOT_OPEN (409).
 */
export async function decidePost(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  decide: DecidePost,
): Promise<OutboxRow[]> {
  const row = await lockPost(tx, decide.portalId, decide.outboxId);
  if (row === null) throw notFound('Post');
  if (row.state !== 'uncertain' && row.state !== 'failed') {
    throw conflict('POST_NOT_OPEN', 'This post needs no decision any more', { state: row.state });
  }
  const change = changeFor(row, decide.decision, ground.clock.now());
  const decided = await changePost(tx, row, { ...change, decided_action_id: decide.actionId });
  const along = decide.decision === 'dismiss' ? await dismissWaiting(tx, row, decide.actionId) : [];
  return [decided, ...along];
}

function changeFor(row: OutboxRow, decision: PostDecision, now: number): PostChange {
  const free = { due_at: now, lease_until: 0, lease_holder: null } as const;
  switch (decision) {
    case 'it-is-there':
      return { ...free, state: 'settling', attempts: 0, reason: CONFIRMED };
    case 'send-again':
      // a new round: a new Idempotency-Key, since the old one may be bound to the post that is not there
      return { ...free, ...freshRound(row.round + 1), state: 'ready', attempts: 0, reason: null };
    case 'dismiss':
      return { ...free, state: 'dismissed' };
  }
}

async function dismissWaiting(tx: Tx, row: OutboxRow, actionId: string): Promise<OutboxRow[]> {
  const dismissed: OutboxRow[] = [];
  for (const waiting of await listWaitingFor(tx, row.portal_id, row.key)) {
    dismissed.push(await changePost(tx, waiting, { state: 'dismissed', decided_action_id: actionId }));
    dismissed.push(...(await dismissWaiting(tx, waiting, actionId)));
  }
  return dismissed;
}
