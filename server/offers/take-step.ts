import type { Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import type { ClientRecord } from '../clients/index.js';
import { changeOffer, insertOffer, keyOf, type OfferKey, type OfferRow } from './offers-store.js';
import type { Step } from './rules/next-state.js';
import type { Proposal } from './rules/propose.js';

/** Writes a new offer; false when it was there already. */
export async function openOffer(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  made: { key: OfferKey; client: ClientRecord; proposal: Proposal; dealId: number | null },
): Promise<boolean> {
  const { key, client, proposal, dealId } = made;
  const now = ground.clock.now();
  return insertOffer(tx, {
    portal_id: key.portalId,
    source: key.source,
    external_id: key.externalId,
    client_id: client.client_id,
    deal_id: dealId,
    state: 'open',
    revision: 1,
    ...columnsOf(proposal),
    created_at: now,
    updated_at: now,
  });
}

/** Writes what the rule decided about a held offer. `clientId`: whose company the item is of now. */
export async function takeStep(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  row: OfferRow,
  step: Step,
  clientId: number = row.client_id,
): Promise<void> {
  const change = changeOf(step, row.revision + 1, clientId);
  if (change) await changeOffer(tx, keyOf(row), { ...change, updated_at: ground.clock.now() });
}

function changeOf(step: Step, revision: number, clientId: number): Parameters<typeof changeOffer>[2] | null {
  switch (step.do) {
    case 'change':
      return { ...columnsOf(step.proposal), client_id: clientId, state: 'open', revision };
    case 'withdraw':
      return { state: 'withdrawn', revision };
    case 'note':
      return { later: step.later === null ? null : JSON.stringify(step.later) };
    default:
      return null;
  }
}

function columnsOf(proposal: Proposal) {
  return {
    title: proposal.title,
    size_seconds: proposal.sizeSeconds,
    price_minor: proposal.priceMinor,
    currency: proposal.currency,
    bought_on: proposal.boughtOn,
    reckoned: JSON.stringify(proposal.reckoned),
  };
}
