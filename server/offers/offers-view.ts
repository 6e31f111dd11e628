import type { OfferList, OfferView } from '../api/index.js';
import { type Day, dayOf } from '../base/days.js';
import type { DbOrTx } from '../base/db/index.js';
import { type ClientRecord, readTermsToday } from '../clients/index.js';
import { readCrmRules } from './crm-settings-store.js';
import type { OfferRow } from './offers-store.js';
import { laterOf, reckonedOf } from './read-offer.js';
import type { Later } from './rules/next-state.js';
import { lastDayOf, validFromOf } from './rules/validity.js';

const DECIDED_SHOWN = 20;

/** What is on offer to a client, oldest first; then what was decided last. Validity as it would be if sold today. */
export async function readOffers(db: DbOrTx, client: ClientRecord, now: number): Promise<OfferList> {
  const rules = await readCrmRules(db, client.portal_id);
  const { packages } = await readTermsToday(db, client, now);
  const today = dayOf(now, client.time_zone);
  const open = await ofClient(db, client, ['open']).orderBy('offers.created_at').execute();
  const decided = await ofClient(db, client, ['accepted', 'dismissed'])
    .orderBy('offers.decided_at', 'desc')
    .limit(DECIDED_SHOWN)
    .execute();
  const view = (row: NamedRow): OfferView => {
    const validFrom = validFromOf({ boughtOn: row.bought_on, source: row.source }, rules.validFrom, today);
    return viewOf(row, validFrom, lastDayOf(validFrom, packages.validMonths));
  };
  return { open: open.map(view), decided: decided.map(view) };
}

type NamedRow = OfferRow & { decider: string | null };

function ofClient(db: DbOrTx, client: ClientRecord, states: OfferRow['state'][]) {
  return db
    .selectFrom('offers')
    .leftJoin('users as person', (join) =>
      join
        .onRef('person.portal_id', '=', 'offers.portal_id')
        .onRef('person.user_id', '=', 'offers.decided_by'),
    )
    .selectAll('offers')
    .select('person.name as decider')
    .where('offers.portal_id', '=', client.portal_id)
    .where('offers.client_id', '=', client.client_id)
    .where('offers.state', 'in', states);
}

function viewOf(row: NamedRow, validFrom: Day, expiresOn: Day | null): OfferView {
  return {
    source: row.source,
    externalId: row.external_id,
    state: row.state,
    revision: row.revision,
    title: row.title,
    sizeSeconds: row.size_seconds,
    priceMinor: row.price_minor,
    currency: row.currency,
    boughtOn: row.bought_on,
    validFrom,
    expiresOn,
    reckoned: reckonedOf(row),
    paidOn: row.paid_on,
    later: laterShown(laterOf(row)),
    packageId: row.package_id,
    decidedBy: row.decided_by === null || row.decided_by === 0 ? null : (row.decider ?? `#${row.decided_by}`),
    decidedAt: row.decided_at,
    reason: row.reason,
    createdAt: row.created_at,
  };
}

/** What a manager knows already is not told again. */
function laterShown(later: Later | null): OfferView['later'] {
  if (later === null || later.seen) return null;
  const { seen: _seen, ...shown } = later;
  return shown;
}
