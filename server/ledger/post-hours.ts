import { dayOf } from '../base/days.js';
import type { Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import { type ClientRecord, lockClient } from '../clients/index.js';
import { type NewLine, appendPosting, reversalOf } from './append-posting.js';
import { readFacts } from './facts-view.js';
import { readLineTexts } from './line-texts-view.js';
import { insertPackage } from './ledger-store.js';
import { difference } from './rules/difference.js';
import { target } from './rules/target.js';
import type { CorrectionPackage } from './rules/types.js';
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
  await addCorrectionPackages(tx, ground, client, wanted.correctionPackages, facts.correctionPackages);
  const texts = await readLineTexts(tx, portalId, add);
  const lines: NewLine[] = [
    ...reverse.map(reversalOf),
    ...add.map((line) => {
      const own = line.entryId === null ? undefined : texts.get(line.entryId);
      return own ? { ...line, texts: { ...own, comment: line.textKey } } : line;
    }),
  ];
  const posting = await appendPosting(tx, ground, client, { what: 'hours', lines });
  return { posting, ...outcome };
}

async function addCorrectionPackages(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  client: ClientRecord,
  wanted: readonly CorrectionPackage[],
  existing: ReadonlyMap<string, number>,
): Promise<void> {
  for (const { packageId, cause, validFrom } of wanted) {
    if (existing.has(cause)) continue;
    await insertPackage(tx, {
      portal_id: client.portal_id,
      client_id: client.client_id,
      package_id: packageId,
      title: '',
      source: 'correction',
      // Both as in rules/target: the order of packages must not depend on whether the row exists yet.
      bought_at: Date.parse(validFrom),
      purchase_action_id: `correction:${cause}`,
      valid_from: validFrom,
      expires_on: null,
      covers_earlier: 1,
      price_minor: null,
      currency: null,
      vat_note: null,
      cause,
      created_at: ground.clock.now(),
    });
  }
}
