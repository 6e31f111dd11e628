import type { Tx } from '../../../base/db/index.js';
import { listWaitingMoves, settleMove } from '../keep/moves-store.js';
import { type MirrorChange, noChange } from '../mirror-change.js';
import { regroup } from './regroup.js';

/**
 * Confirms the waiting moves that change nobody's account: inside one client, or between groups that belong to
 * none. Who owns a group is not known here, so the caller says.
 */
export async function confirmQuietMoves(
  tx: Tx,
  portalId: string,
  sameOwner: (fromGroupId: number, toGroupId: number) => boolean,
): Promise<MirrorChange> {
  const waiting = await listWaitingMoves(tx, portalId);
  const quiet = waiting.filter((move) => sameOwner(move.from_group_id, move.to_group_id));
  if (quiet.length === 0) return noChange();
  for (const move of quiet) {
    await settleMove(tx, move, { state: 'confirmed', withEarlier: false, actionId: null });
  }
  return regroup(
    tx,
    portalId,
    quiet.map((move) => move.task_id),
  );
}
