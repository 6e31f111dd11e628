import { type Visitor, recordAction } from '../access/index.js';
import type { MarkSeen } from '../api/index.js';
import type { Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import { lockClient } from '../clients/index.js';
import { readOpen, updateAlert } from './alerts-store.js';

/**
 * A person says "I know": the alerts stay listed as seen until their facts go away, and count no more. Keys that are
 * not open are left out. Repeated with the same requestId it does nothing.
 */
export async function markSeen(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  visitor: Visitor,
  clientId: number,
  { requestId, keys }: MarkSeen,
): Promise<void> {
  const { portalId, userId } = visitor;
  await lockClient(tx, portalId, clientId);
  const wanted = new Set(keys);
  const open = await readOpen(tx, portalId, clientId);
  const seen = open.filter(({ key, seenAt }) => seenAt === null && wanted.has(key)).map(({ key }) => key);
  const action = { portalId, clientId, userId, what: 'see-alerts', after: { keys: seen } };
  const { actionId, repeated } = await recordAction(tx, ground.clock, {
    ...action,
    cause: `see-alerts:${requestId}`,
  });
  if (repeated) return;
  const set = { seen_at: ground.clock.now(), seen_action_id: actionId };
  for (const key of seen) await updateAlert(tx, { portalId, clientId }, key, set);
}
