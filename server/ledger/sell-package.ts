import { recordAction, type Visitor } from '../access/index.js';
import { type SellPackage, sellPackageSchema } from '../api/index.js';
import { type Day, dayOf, startOfDay } from '../base/days.js';
import type { Tx } from '../base/db/index.js';
import type { PackagesTable } from '../base/db/tables/ledger.js';
import { badInput } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { type ClientRecord, lockClient, readTermsToday } from '../clients/index.js';
import { acceptFact } from '../portal/inbox/index.js';
import { appendPosting } from './append-posting.js';
import { insertPackage, nextPackageId, readPackageOfAction } from './ledger-store.js';
import { insertPackageChange } from './package-changes-store.js';
import { sizeLine } from './package-hands.js';
import { postHours } from './post-hours.js';

/** Where a sale came from, if not from a person's hand. */
type SoldBy = { source?: 'crm-deal' | 'smart-invoice' };

/**
 * Sells (or gives) a package and lets waiting hours move onto it at once; where the terms ask for payment first, its
 * hours come with `markPaid`. Repeated with the same requestId it changes nothing and answers the same package.
 * Throws PACKAGE_DATES for an expiry before the start, PACKAGE_CURRENCY for a price without one.
 */
export async function sellPackage(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  visitor: Visitor,
  clientId: number,
  input: SellPackage & SoldBy,
): Promise<{ packageId: number | null }> {
  const wanted = sellPackageSchema.parse(input);
  if (wanted.expiresOn !== null && wanted.expiresOn < wanted.validFrom) {
    throw badInput('PACKAGE_DATES', 'A package cannot expire before it becomes valid');
  }
  if (wanted.priceMinor !== null && wanted.currency === null) {
    throw badInput('PACKAGE_CURRENCY', 'A price needs a currency');
  }
  const client = await lockClient(tx, visitor.portalId, clientId);
  const { actionId, repeated } = await recordAction(tx, ground.clock, {
    portalId: visitor.portalId,
    clientId,
    userId: visitor.userId,
    what: wanted.kind === 'gift' ? 'give-package' : 'sell-package',
    reason: wanted.reason,
    after: wanted,
    cause: `sell-package:${wanted.requestId}`,
  });
  if (repeated) return { packageId: await readPackageOfAction(tx, visitor.portalId, clientId, actionId) };
  const { packages } = await readTermsToday(tx, client, ground.clock.now());
  const isAwaited = packages.paidBeforeUsable && wanted.kind === 'purchase' && !wanted.paid;
  const packageId = await addPackage(tx, ground, client, {
    title: wanted.title,
    source: wanted.kind === 'gift' ? 'gift' : (input.source ?? 'manual'),
    soldBy: { userId: visitor.userId, isAwaited },
    sizeSeconds: wanted.sizeSeconds,
    boughtAt: startOfDay(wanted.boughtOn, client.time_zone),
    validFrom: wanted.validFrom,
    expiresOn: wanted.expiresOn,
    coversEarlier: wanted.coversEarlier,
    price: { minor: wanted.priceMinor, currency: wanted.currency, vatNote: wanted.vatNote },
    actionId,
    reason: wanted.reason,
  });
  await postHours(tx, ground, visitor.portalId, clientId);
  // Waiting hours may have used it up at once: what follows from that is decided above.
  const fact = {
    portalId: visitor.portalId,
    subject: 'client',
    subjectId: String(clientId),
    name: 'PACKAGE',
  };
  await acceptFact(tx, ground.clock, fact);
  return { packageId };
}

interface NewPackage {
  title: string;
  source: PackagesTable['source'];
  sizeSeconds: number;
  boughtAt: number;
  validFrom: Day;
  expiresOn: Day | null;
  coversEarlier: boolean;
  price: { minor: number | null; currency: string | null; vatNote: string | null };
  actionId: string;
  reason: string | null;
  /** Null = brought along at the start of accounting. */
  soldBy: { userId: number; isAwaited: boolean } | null;
}

async function addPackage(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  client: ClientRecord,
  added: NewPackage,
): Promise<number> {
  const packageId = await nextPackageId(tx, client.portal_id, client.client_id);
  await insertPackage(tx, {
    portal_id: client.portal_id,
    client_id: client.client_id,
    package_id: packageId,
    title: added.title,
    source: added.source,
    bought_at: added.boughtAt,
    valid_from: added.validFrom,
    expires_on: added.expiresOn,
    covers_earlier: added.coversEarlier ? 1 : 0,
    price_minor: added.price.minor,
    currency: added.price.currency,
    vat_note: added.price.vatNote,
    purchase_action_id: added.actionId,
    cause: null,
    created_at: ground.clock.now(),
  });
  if (added.soldBy) await noteSale(tx, ground, client, { ...added, packageId, soldBy: added.soldBy });
  if (added.soldBy?.isAwaited) return packageId;
  const kind = added.source === 'gift' ? 'gift' : 'purchase';
  const about = { reason: added.reason, day: added.validFrom };
  await appendPosting(tx, ground, client, {
    what: 'purchase',
    lines: [sizeLine(kind, packageId, added.sizeSeconds, about)],
    cause: `purchase:${added.actionId}`,
    actionId: added.actionId,
  });
  return packageId;
}

async function noteSale(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  client: ClientRecord,
  sold: NewPackage & { packageId: number; soldBy: { userId: number; isAwaited: boolean } },
): Promise<void> {
  const now = ground.clock.now();
  await insertPackageChange(tx, {
    portal_id: client.portal_id,
    client_id: client.client_id,
    package_id: sold.packageId,
    what: sold.soldBy.isAwaited ? 'ordered' : 'sold',
    seconds: sold.sizeSeconds,
    other_package_id: null,
    on_day: dayOf(now, client.time_zone),
    price_minor: sold.price.minor,
    currency: sold.price.currency,
    reason: sold.reason,
    undoes: null,
    action_id: sold.actionId,
    user_id: sold.soldBy.userId,
    made_at: now,
  });
}

/** Opens a new client's ledger: hours brought along become a package; a debt becomes overage by the rules. */
export async function openLedger(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  client: ClientRecord,
  actionId: string,
): Promise<void> {
  if (client.opening_balance_seconds > 0) {
    await addPackage(tx, ground, client, {
      title: '',
      source: 'opening',
      sizeSeconds: client.opening_balance_seconds,
      boughtAt: startOfDay(client.accounting_starts_on, client.time_zone),
      validFrom: client.accounting_starts_on,
      expiresOn: null,
      coversEarlier: true,
      price: { minor: null, currency: null, vatNote: null },
      actionId,
      reason: 'opening-balance',
      soldBy: null,
    });
  }
  await postHours(tx, ground, client.portal_id, client.client_id);
}
