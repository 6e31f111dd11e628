import { recordAction, type Visitor } from '../access/index.js';
import type { Tx } from '../base/db/index.js';
import { conflict, notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { lockClient } from '../clients/index.js';
import { offerForEstimate } from '../offers/index.js';
import { holdEstimate } from './estimates-store.js';
import { externalIdOf, readMissingOf } from './missing-view.js';
import { readTitle } from './task-words-view.js';

/**
 * Offers a package for what the client's balance does not cover of the approved work: a draft that a manager sells or
 * dismisses like any other. Throws NOTHING_TO_OFFER (409).
 */
export async function offerPackage(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  visitor: Visitor,
  wanted: { estimateId: number; requestId: string },
): Promise<void> {
  const { portalId, userId } = visitor;
  const seen = await holdEstimate(tx, portalId, wanted.estimateId);
  if (!seen || seen.client_id === null) throw notFound('Estimate');
  const client = await lockClient(tx, portalId, seen.client_id);
  const missing = await readMissingOf(tx, seen, ground.clock.now());
  const { repeated } = await recordAction(tx, ground.clock, {
    ...{ portalId, userId, clientId: seen.client_id, what: 'offer-package-of-estimate' },
    after: { estimateId: seen.estimate_id, taskId: seen.task_id, sizeSeconds: missing?.missingSeconds },
    cause: `offer-estimate:${wanted.requestId}`,
  });
  if (repeated) return;
  if (!missing || missing.missingSeconds <= 0)
    throw conflict('NOTHING_TO_OFFER', 'The balance covers the work');
  await offerForEstimate(tx, ground, client, {
    externalId: externalIdOf(seen),
    title: await readTitle(tx, portalId, seen.task_id),
    sizeSeconds: missing.missingSeconds,
    reckoned: {
      ...{ by: 'estimate', taskId: seen.task_id, workSeconds: missing.billedSeconds },
      balanceSeconds: missing.balanceSeconds,
    },
  });
}
