import type { Tx } from '../../../base/db/index.js';
import type { Ground } from '../../../base/ground.js';
import { newId } from '../../../base/ids.js';
import {
  insertDisappearance,
  loadDisappearances,
  restateDisappearance,
} from '../keep/disappearances-store.js';
import type { Vanished } from '../mirror-change.js';

/** The hours stay until a manager decides: one waiting row per case; the same hours known better rewrite theirs. */
export async function holdVanished(
  tx: Tx,
  ground: Ground,
  portalId: string,
  vanished: readonly Vanished[],
  clientId: number | null,
): Promise<void> {
  for (const gone of vanished) {
    const waiting = (await loadDisappearances(tx, portalId, [gone.taskId])).find(
      (row) => row.state === 'waiting' && row.entryIds.some((entryId) => gone.entryIds.includes(entryId)),
    );
    if (waiting !== undefined) {
      await restateDisappearance(tx, waiting, gone);
      continue;
    }
    await insertDisappearance(tx, {
      portal_id: portalId,
      disappearance_id: newId(),
      client_id: clientId,
      task_id: gone.taskId,
      entry_ids: JSON.stringify(gone.entryIds),
      seconds: gone.seconds,
      why: gone.why,
      state: 'waiting',
      noticed_at: ground.clock.now(),
      action_id: null,
    });
  }
}
