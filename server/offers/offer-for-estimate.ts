import type { Reckoned } from '../api/index.js';
import { dayOf } from '../base/days.js';
import type { Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import type { ClientRecord } from '../clients/index.js';
import { openOffer } from './take-step.js';

/** Opens an offer for approved work that the balance does not cover: once per estimate. Price is for the manager. */
export async function offerForEstimate(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  client: ClientRecord,
  of: {
    externalId: string;
    title: string;
    sizeSeconds: number;
    reckoned: Extract<Reckoned, { by: 'estimate' }>;
  },
): Promise<void> {
  const { externalId, title, sizeSeconds, reckoned } = of;
  await openOffer(tx, ground, {
    key: { portalId: client.portal_id, source: 'estimate', externalId },
    client,
    dealId: null,
    proposal: {
      ...{ title: title.slice(0, 200), sizeSeconds, priceMinor: null, currency: null },
      ...{ boughtOn: dayOf(ground.clock.now(), client.time_zone), reckoned },
    },
  });
}
