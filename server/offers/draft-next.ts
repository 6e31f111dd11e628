import { dayOf } from '../base/days.js';
import type { Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import { readClient, readTermsToday } from '../clients/index.js';
import { readAccount } from '../ledger/index.js';
import { readOpenNextPackages } from './offers-store.js';
import { nextPackageDue } from './rules/next-package.js';
import { openOffer, takeStep } from './take-step.js';
import { tellManagers } from './tell-managers.js';

/**
 * Proposes the client's next package when so much of the usable hours is used as the terms say: size and price of the
 * last bought one, once per package. A draft whose package was followed by a sale goes away.
 */
export async function draftNext(
  tx: Tx,
  ground: Pick<Ground, 'clock' | 'config'>,
  portalId: string,
  clientId: number,
): Promise<void> {
  const client = await readClient(tx, portalId, clientId);
  if (!client) return;
  const now = ground.clock.now();
  const { packages: terms } = await readTermsToday(tx, client, now);
  const { packages } = await readAccount(tx, client, now);
  const due = nextPackageDue(packages, terms.draftNextAtPercent);
  const externalId = due === null ? null : `${clientId}.${due.after.packageId}`;
  for (const row of await readOpenNextPackages(tx, portalId, clientId)) {
    if (row.external_id !== externalId) await takeStep(tx, ground, row, { do: 'withdraw' });
  }
  const last = packages.find((one) => one.packageId === due?.after.packageId);
  if (due === null || externalId === null || !last) return;
  const key = { portalId, source: 'next-package' as const, externalId };
  const isNew = await openOffer(tx, ground, {
    key,
    client,
    dealId: null,
    proposal: {
      title: last.title,
      sizeSeconds: last.sizeSeconds,
      priceMinor: last.priceMinor,
      currency: last.currency,
      boughtOn: dayOf(now, client.time_zone),
      reckoned: { by: 'last-package', packageId: last.packageId, usedPercent: due.usedPercent },
    },
  });
  if (isNew) await tellManagers(tx, ground, key);
}
