import type { Tx } from '../../../base/db/index.js';
import { conflict, notFound } from '../../../base/errors.js';
import type { Ground } from '../../../base/ground.js';
import { findDisappearance, settleDisappearance } from '../keep/disappearances-store.js';
import { type MirrorChange, noChange } from '../mirror-change.js';
import { believeVanished } from './believe-vanished.js';

export interface DisappearanceDecision {
  portalId: string;
  disappearanceId: string;
  /** true = the work is gone and its hours go back; false = the hours stay. */
  confirm: boolean;
  actionId: string;
}

/** Throws NOT_FOUND, and 409 DISAPPEARANCE_DECIDED when it is decided already or the hours showed up again. */
export async function decideDisappearance(
  tx: Tx,
  ground: Ground,
  visitorUserId: number,
  decision: DisappearanceDecision,
): Promise<MirrorChange> {
  const { portalId, disappearanceId, confirm, actionId } = decision;
  const row = await findDisappearance(tx, portalId, disappearanceId);
  if (row === undefined) throw notFound('Disappearance');
  if (row.action_id === actionId) return noChange();
  if (row.state !== 'waiting') {
    throw conflict('DISAPPEARANCE_DECIDED', 'This is decided already, or the hours showed up again');
  }
  const state = confirm ? 'confirmed' : 'rejected';
  await settleDisappearance(tx, row, { state, actionId });
  ground.log.info({ portalId, disappearanceId, state, userId: visitorUserId }, 'disappearance decided');
  if (!confirm) return noChange();
  const gone = {
    taskId: row.task_id,
    groupId: 0,
    entryIds: row.entryIds,
    seconds: row.seconds,
    why: row.why,
  };
  return believeVanished(tx, ground, portalId, [gone]);
}
