import { recordAction, type Visitor } from '../access/index.js';
import { type SellPackage, sellPackageSchema } from '../api/index.js';
import { type Day, startOfDay } from '../base/days.js';
import type { Tx } from '../base/db/index.js';
import type { PackagesTable } from '../base/db/tables/ledger.js';
import { badInput } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { type ClientRecord, lockClient } from '../clients/index.js';
import { acceptFact } from '../portal/inbox/index.js';
import { appendPosting } from './append-posting.js';
import { insertPackage, nextPackageId } from './ledger-store.js';
import { postHours } from './post-hours.js';

/**
 * Sells (or gives) a package and lets waiting hours move onto it at once.
 * Repeated with the same requestId it changes nothing. Throws PACKAGE_DATES for an expiry before the start.
 */
export async function sellPackage(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  visitor: Visitor,
  clientId: number,
  input: SellPackage,
): Promise<void> {
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
  if (repeated) return;
  await addPackage(tx, ground, client, {
    title: wanted.title,
    source: wanted.kind === 'gift' ? 'gift' : 'manual',
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
}

async function addPackage(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  client: ClientRecord,
  added: NewPackage,
): Promise<void> {
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
  const line = {
    kind: added.source === 'gift' ? ('gift' as const) : ('purchase' as const),
    seconds: added.sizeSeconds,
    recordedSeconds: 0,
    packageId,
    entryId: null,
    taskId: null,
    userId: null,
    workedAt: null,
    workDay: added.validFrom,
    workType: null,
    reason: added.reason,
    textKey: '',
    why: { rule: 'action' as const },
  };
  await appendPosting(tx, ground, client, {
    what: 'purchase',
    lines: [line],
    cause: `purchase:${added.actionId}`,
    actionId: added.actionId,
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
    });
  }
  await postHours(tx, ground, client.portal_id, client.client_id);
}
