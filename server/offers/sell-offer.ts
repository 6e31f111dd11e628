import { recordAction, type Visitor } from '../access/index.js';
import type { AcceptOffer } from '../api/index.js';
import { dayOf } from '../base/days.js';
import type { Tx } from '../base/db/index.js';
import { conflict, notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { languageOf, textsIn } from '../base/i18n/index.js';
import { newId } from '../base/ids.js';
import { type ClientRecord, lockClient, readTermsToday } from '../clients/index.js';
import { sellPackage } from '../ledger/index.js';
import { readPortal } from '../portal/installs/index.js';
import { appVisitor } from './app-visitor.js';
import { changeOffer, holdOffer, keyOf, type OfferKey, type OfferRow } from './offers-store.js';
import type { CrmRules } from './rules/crm-settings.js';
import { lastDayOf, validFromOf } from './rules/validity.js';

/**
 * Sells what a manager confirmed of an open offer, once. Repeated with the same requestId it changes nothing. Throws
 * OFFER_DECIDED, OFFER_CHANGED (the offer is not the one that was seen), and what a sale throws.
 */
export async function acceptOffer(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  visitor: Visitor,
  key: OfferKey & { clientId: number },
  wanted: AcceptOffer,
): Promise<void> {
  // The client before its offers, as everywhere: nobody waits in a circle.
  await lockClient(tx, key.portalId, key.clientId);
  const row = await holdOffer(tx, key);
  if (!row || row.client_id !== key.clientId) throw notFound('Offer');
  const { requestId, revision, ...sold } = wanted;
  const { actionId, repeated } = await recordAction(tx, ground.clock, {
    portalId: key.portalId,
    clientId: row.client_id,
    userId: visitor.userId,
    what: 'accept-offer',
    before: { source: row.source, externalId: row.external_id, ...offeredOf(row) },
    after: sold,
    cause: `accept-offer:${requestId}`,
  });
  if (repeated) return;
  requireAsSeen(row, revision);
  const { packageId } = await sellPackage(tx, ground, visitor, row.client_id, {
    ...sold,
    requestId,
    boughtOn: row.bought_on,
    ...(row.source === 'next-package' || row.source === 'estimate' ? {} : { source: row.source }),
  });
  await changeOffer(tx, keyOf(row), {
    state: 'accepted',
    package_id: packageId,
    decided_by: visitor.userId,
    decided_at: ground.clock.now(),
    action_id: actionId,
    updated_at: ground.clock.now(),
  });
}

/** Throws OFFER_DECIDED or OFFER_CHANGED: nothing is decided about what nobody saw. */
export function requireAsSeen(row: OfferRow, revision: number): void {
  if (row.state !== 'open') throw conflict('OFFER_DECIDED', 'The offer is not open any more');
  if (row.revision !== revision) throw conflict('OFFER_CHANGED', 'The offer changed while it was looked at');
}

/** Where the setting accepts offers: sells it as it stands, unless it does not say how many hours. */
export async function sellAutomatically(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  of: { key: OfferKey; client: ClientRecord; rules: Pick<CrmRules, 'validFrom'> },
): Promise<void> {
  const row = await holdOffer(tx, of.key);
  if (row?.state !== 'open' || row.size_seconds === null) return;
  const { packages } = await readTermsToday(tx, of.client, ground.clock.now());
  const today = dayOf(ground.clock.now(), of.client.time_zone);
  const validFrom = validFromOf({ boughtOn: row.bought_on, source: row.source }, of.rules.validFrom, today);
  await acceptOffer(
    tx,
    ground,
    appVisitor(row.portal_id),
    { ...of.key, clientId: row.client_id },
    {
      requestId: newId(),
      revision: row.revision,
      title: row.title === '' ? await titleOf(tx, row.portal_id, row.size_seconds) : row.title,
      sizeSeconds: row.size_seconds,
      validFrom,
      expiresOn: lastDayOf(validFrom, packages.validMonths),
      coversEarlier: packages.coversEarlier,
      priceMinor: row.price_minor,
      currency: row.currency,
      paid: row.source === 'smart-invoice' || row.paid_on !== null,
    },
  );
}

async function titleOf(tx: Tx, portalId: string, sizeSeconds: number): Promise<string> {
  const portal = await readPortal(tx, portalId);
  const language = languageOf(portal?.language ?? 'ru');
  const hours = (sizeSeconds / 3_600).toLocaleString(language, { maximumFractionDigits: 2 });
  return textsIn(language)('offers.title', { hours });
}

function offeredOf(row: OfferRow) {
  return {
    title: row.title,
    sizeSeconds: row.size_seconds,
    priceMinor: row.price_minor,
    currency: row.currency,
    boughtOn: row.bought_on,
  };
}
