import { recordAction, type Visitor } from '../access/index.js';
import type { DismissOffer } from '../api/index.js';
import type { Tx } from '../base/db/index.js';
import { notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { changeOffer, holdOffer, keyOf, type OfferKey, type OfferRow } from './offers-store.js';
import { laterOf } from './read-offer.js';
import { requireAsSeen } from './sell-offer.js';

type Of = OfferKey & { clientId: number };

/** Nobody will sell this. Repeated with the same requestId it changes nothing. Throws OFFER_DECIDED, OFFER_CHANGED. */
export async function dismissOffer(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  visitor: Visitor,
  of: Of,
  wanted: DismissOffer,
): Promise<void> {
  const row = await held(tx, of);
  const { requestId, revision, reason } = wanted;
  const actionId = await record(tx, ground, visitor, row, { what: 'dismiss-offer', reason, requestId });
  if (actionId === null) return;
  requireAsSeen(row, revision);
  await changeOffer(tx, keyOf(row), {
    state: 'dismissed',
    decided_by: visitor.userId,
    decided_at: ground.clock.now(),
    reason,
    action_id: actionId,
    updated_at: ground.clock.now(),
  });
}

/** A manager knows that the item changed after the decision: said once, until it changes again. */
export async function noteSeen(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  visitor: Visitor,
  of: Of,
  requestId: string,
): Promise<void> {
  const row = await held(tx, of);
  const later = laterOf(row);
  const what = { what: 'see-offer-change', reason: null, requestId };
  if ((await record(tx, ground, visitor, row, what)) === null || later === null) return;
  await changeOffer(tx, keyOf(row), { later: JSON.stringify({ ...later, seen: true }) });
}

async function held(tx: Tx, of: Of): Promise<OfferRow> {
  const row = await holdOffer(tx, of);
  if (!row || row.client_id !== of.clientId) throw notFound('Offer');
  return row;
}

/** Null when the same request was carried out before. */
async function record(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  visitor: Visitor,
  row: OfferRow,
  act: { what: string; reason: string | null; requestId: string },
): Promise<string | null> {
  const { actionId, repeated } = await recordAction(tx, ground.clock, {
    portalId: row.portal_id,
    clientId: row.client_id,
    userId: visitor.userId,
    what: act.what,
    reason: act.reason,
    after: { source: row.source, externalId: row.external_id },
    cause: `${act.what}:${act.requestId}`,
  });
  return repeated ? null : actionId;
}
