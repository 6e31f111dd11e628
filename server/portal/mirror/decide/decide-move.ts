import type { Tx } from '../../../base/db/index.js';
import { conflict, notFound } from '../../../base/errors.js';
import type { Ground } from '../../../base/ground.js';
import { findMove, settleMove } from '../keep/moves-store.js';
import { type MirrorChange, noChange } from '../mirror-change.js';
import { regroup } from './regroup.js';

export interface MoveDecision {
  portalId: string;
  moveId: string;
  confirm: boolean;
  /** The hours made before the move go along too. */
  withEarlier: boolean;
  actionId: string;
}

/**
 * A person decides whether hours follow a moved task: confirmed, those made since the move (or all) count for the
 * new group; rejected, all stay. Throws NOT_FOUND, and 409 MOVE_DECIDED when somebody else decided already.
 */
export async function decideMove(
  tx: Tx,
  ground: Ground,
  visitorUserId: number,
  decision: MoveDecision,
): Promise<MirrorChange> {
  const { portalId, moveId, confirm, actionId } = decision;
  const move = await findMove(tx, portalId, moveId);
  if (move === undefined) throw notFound('Task move');
  if (move.action_id === actionId) return noChange();
  if (move.state !== 'waiting') throw conflict('MOVE_DECIDED', 'This move has been decided already');
  const state = confirm ? 'confirmed' : 'rejected';
  await settleMove(tx, move, { state, withEarlier: confirm && decision.withEarlier, actionId });
  ground.log.info({ portalId, moveId, state, userId: visitorUserId }, 'task move decided');
  return regroup(tx, portalId, [move.task_id], ground.clock.now());
}
