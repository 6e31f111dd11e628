import type { Day } from '../base/days.js';
import type { Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import { newId } from '../base/ids.js';
import { readClient } from '../clients/index.js';
import { markPaid, readAccount } from '../ledger/index.js';
import { appVisitor } from './app-visitor.js';
import { changeOffer, keyOf, type OfferRow } from './offers-store.js';

/**
 * A paid invoice of a deal whose package was offered: an open offer says so, and a sold package that waits for payment
 * gets it. Once: later invoices of the same deal find it paid.
 */
export async function notePaidInvoice(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  offer: OfferRow,
  paidOn: Day,
): Promise<void> {
  if (offer.paid_on !== null || offer.state === 'dismissed') return;
  const revision = offer.state === 'open' ? offer.revision + 1 : offer.revision;
  await changeOffer(tx, keyOf(offer), { paid_on: paidOn, revision, updated_at: ground.clock.now() });
  if (offer.state !== 'accepted' || offer.package_id === null) return;
  const { portal_id: portalId, client_id: clientId, package_id: packageId } = offer;
  const client = await readClient(tx, portalId, clientId);
  if (!client) return;
  const { packages } = await readAccount(tx, client, ground.clock.now());
  const sold = packages.find((one) => one.packageId === packageId);
  if (sold?.state !== 'unpaid') return;
  const of = { visitor: appVisitor(portalId), clientId, packageId };
  await markPaid(tx, ground, of, { requestId: newId(), paidOn });
}
