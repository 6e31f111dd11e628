import { dayOf } from '../base/days.js';
import type { Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import { type ClientRecord, lockClient } from '../clients/index.js';
import { type NewLine, appendPosting, reversalOf } from './append-posting.js';
import { readFacts } from './facts-view.js';
import { readLineTexts } from './line-texts-view.js';
import { reasonsToReverse } from './reasons-view.js';
import { insertPackage } from './ledger-store.js';
import { difference } from './rules/difference.js';
import { target } from './rules/target.js';
import type { Facts, MadePackage } from './rules/types.js';
import { issuedLines, openTargetLines, readStanding } from './standing-view.js';

export interface HoursPosted {
  /** Null when nothing had to be posted. */
  posting: number | null;
  reversed: number;
  added: number;
  /** Entries dated after tomorrow: held until their day comes. */
  heldEntryIds: number[];
}

/**
 * Brings a client's ledger to what its facts say: target minus what stands, in one posting.
 * Running it again posts nothing. The caller's transaction also holds the mirror's change.
 */
export async function postHours(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  portalId: string,
  clientId: number,
): Promise<HoursPosted> {
  const client = await lockClient(tx, portalId, clientId);
  const standing = await readStanding(tx, { portalId, clientId });
  const facts = await readFacts(tx, client, standing);
  const today = dayOf(ground.clock.now(), client.time_zone);
  const wanted = target(facts, issuedLines(standing), today);
  const { reverse, add } = difference(openTargetLines(standing), wanted.lines);
  const outcome = { reversed: reverse.length, added: add.length, heldEntryIds: wanted.heldEntryIds };
  if (reverse.length === 0 && add.length === 0) return { posting: null, ...outcome };
  await addMadePackages(tx, ground, client, wanted.madePackages, facts);
  const texts = await readLineTexts(tx, portalId, add);
  const reasons = await reasonsToReverse(tx, client, {
    reverse,
    add,
    facts,
    heldEntryIds: wanted.heldEntryIds,
  });
  const lines: NewLine[] = [
    ...reverse.map((line) => reversalOf(line, reasons(line))),
    ...add.map((line) => {
      const own = line.entryId === null ? undefined : texts.get(line.entryId);
      return own ? { ...line, texts: { ...own, comment: line.textKey } } : line;
    }),
  ];
  const posting = await appendPosting(tx, ground, client, { what: 'hours', lines });
  return { posting, ...outcome };
}

async function addMadePackages(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  client: ClientRecord,
  wanted: readonly MadePackage[],
  { packages }: Facts,
): Promise<void> {
  const known = new Set(packages.map(({ packageId }) => packageId));
  for (const made of wanted) {
    if (known.has(made.packageId)) continue;
    await insertPackage(tx, {
      portal_id: client.portal_id,
      client_id: client.client_id,
      package_id: made.packageId,
      title: '',
      source: made.source,
      bought_at: made.boughtAt,
      purchase_action_id: made.purchaseActionId,
      valid_from: made.validFrom,
      expires_on: made.expiresOn,
      covers_earlier: made.coversEarlier ? 1 : 0,
      price_minor: null,
      currency: null,
      vat_note: null,
      cause: made.cause,
      created_at: ground.clock.now(),
    });
  }
}
