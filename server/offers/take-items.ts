import { dayOf } from '../base/days.js';
import type { Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import { type ClientRecord, lockClient, readClientsByCompany } from '../clients/index.js';
import { notePaidInvoice } from './note-paid-invoice.js';
import { holdOffer, type OfferKey, type OfferRow, readOffersOfDeal } from './offers-store.js';
import { knownOffer } from './read-offer.js';
import type { CrmItem } from './rules/crm-item.js';
import type { CrmRules } from './rules/crm-settings.js';
import { nextState } from './rules/next-state.js';
import { boughtOnOf, isBought, leftOutBy, type Proposal, propose } from './rules/propose.js';
import { sellAutomatically } from './sell-offer.js';
import { openOffer, takeStep } from './take-step.js';
import { tellManagers } from './tell-managers.js';

export interface Look {
  portalId: string;
  rules: CrmRules;
  /** Earlier days are left alone. */
  since: string;
}

/** An item of a linked company, and its client. */
interface Own {
  item: CrmItem;
  client: ClientRecord;
}

/** Items as they were just read: offers are made, changed, withdrawn, or told what changed after the decision. */
export async function takeItems(
  tx: Tx,
  ground: Pick<Ground, 'clock' | 'config'>,
  look: Look,
  items: readonly CrmItem[],
): Promise<void> {
  const clients = await readClientsByCompany(tx, look.portalId);
  const own = items.flatMap((item) => {
    const client = clients.get(item.companyId);
    return client ? [{ item, client }] : [];
  });
  for (const one of own.sort(inOrder)) await takeItem(tx, ground, look, one);
  const others = items.filter((item) => !clients.has(item.companyId));
  await takeGone(
    tx,
    ground,
    others.map((item) => keyOfItem(look.portalId, item)),
  );
}

/** Items that the portal does not have any more, or that belong to nobody's company. What was decided stays. */
export async function takeGone(
  tx: Tx,
  ground: Pick<Ground, 'clock' | 'config'>,
  keys: readonly OfferKey[],
): Promise<void> {
  for (const key of keys) {
    const row = await holdOffer(tx, key);
    if (row?.state === 'open') await takeStep(tx, ground, row, { do: 'withdraw' });
  }
}

async function takeItem(
  tx: Tx,
  ground: Pick<Ground, 'clock' | 'config'>,
  look: Look,
  own: Own,
): Promise<void> {
  const { item, client } = own;
  const key = keyOfItem(look.portalId, item);
  // The client before its offers, as everywhere: nobody waits in a circle.
  await lockClient(tx, look.portalId, client.client_id);
  const row = await holdOffer(tx, key);
  const proposal = proposalOf(own, look, ground.clock.now());
  if (!row && proposal && (await isTheSamePurchase(tx, ground, look.portalId, { item, proposal }))) return;
  const isNew = await follow(tx, ground, { key, row, client, proposal, dealId: item.dealId });
  if (!isNew) return;
  if (look.rules.accept === 'automatic') {
    await sellAutomatically(tx, ground, { key, client, rules: look.rules });
  }
  await tellManagers(tx, ground, key);
}

/** Null: it is not won, not paid, or not what the portal's rules look at. */
function proposalOf({ item, client }: Own, look: Look, now: number): Proposal | null {
  if (!isBought(item, look.rules)) return null;
  const zone = client.time_zone;
  const boughtOn = boughtOnOf(item, zone, dayOf(now, zone));
  if (leftOutBy(item, look.rules, boughtOn, look.since) !== null) return null;
  return propose(item, look.rules, boughtOn);
}

/** A deal and its invoice sell once: whichever was offered first stands, and a paid invoice pays for the deal. */
async function isTheSamePurchase(
  tx: Tx,
  ground: Pick<Ground, 'clock' | 'config'>,
  portalId: string,
  { item, proposal }: { item: CrmItem; proposal: Proposal },
): Promise<boolean> {
  if (item.dealId === null) return false;
  const offers = await readOffersOfDeal(tx, portalId, item.dealId);
  const others = offers.filter((offer) => offer.source !== item.source && offer.state !== 'withdrawn');
  const [ofDeal] = others.filter((offer) => offer.source === 'crm-deal');
  if (ofDeal) await notePaidInvoice(tx, ground, ofDeal, proposal.boughtOn);
  return others.length > 0;
}

/** True when the offer was not there, or not so, before: it may be accepted now. */
async function follow(
  tx: Tx,
  ground: Pick<Ground, 'clock' | 'config'>,
  seen: {
    key: OfferKey;
    row: OfferRow | undefined;
    client: ClientRecord;
    proposal: Proposal | null;
    dealId: number | null;
  },
): Promise<boolean> {
  const { row, client, proposal } = seen;
  const step = nextState(row ? knownOffer(row) : null, proposal);
  if (!row) return step.do === 'insert' && openOffer(tx, ground, { ...seen, proposal: step.proposal });
  const hasMoved = row.state === 'open' && row.client_id !== client.client_id;
  const taken = hasMoved && proposal ? ({ do: 'change', proposal } as const) : step;
  await takeStep(tx, ground, row, taken, client.client_id);
  return taken.do === 'change';
}

function keyOfItem(portalId: string, item: CrmItem): OfferKey {
  return { portalId, source: item.source, externalId: String(item.id) };
}

/** By client, in the order in which everybody locks them; deals before invoices: a paid invoice of an offered deal pays for it. */
function inOrder(one: Own, other: Own): number {
  const clients = one.client.client_id - other.client.client_id;
  if (clients !== 0) return clients;
  if (one.item.source !== other.item.source) return one.item.source === 'crm-deal' ? -1 : 1;
  return one.item.id - other.item.id;
}
