import type { Visitor } from '../access/index.js';
import type { Tx } from '../base/db/index.js';
import { conflict, notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { grantWaivers, postHours } from '../ledger/index.js';
import { readBilledEntries } from './billed-view.js';
import { readHandoff } from './handoffs-store.js';

/**
 * Gives back what was billed on a task before it was handed over: waivers on its entries, under one reason. Throws
 * NOTHING_TO_WAIVE (409).
 */
export async function waiveBilled(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  visitor: Visitor,
  wanted: { handoffId: number; requestId: string; reason: string },
): Promise<void> {
  const { portalId, userId } = visitor;
  const row = await readHandoff(tx, portalId, wanted.handoffId);
  if (!row) throw notFound('Hand-off');
  const clientId = row.client_id;
  await postHours(tx, ground, portalId, clientId);
  const entryIds = await readBilledEntries(tx, row);
  if (entryIds.length === 0) throw conflict('NOTHING_TO_WAIVE', 'Nothing of it is billed any more');
  const { requestId, reason } = wanted;
  const waiving = { portalId, clientId, userId, reason, requestId };
  await grantWaivers(
    tx,
    ground,
    waiving,
    entryIds.map((entryId) => ({ entryId, seconds: null })),
  );
}
