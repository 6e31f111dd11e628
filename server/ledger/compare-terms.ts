import type { PreviewTermsRequest, TermsPreview } from '../api/index.js';
import { type Day, dayOf } from '../base/days.js';
import type { Db } from '../base/db/index.js';
import { type ClientRecord, readChangedTerms, readTermsVersions } from '../clients/index.js';
import { type ClientTerms, readFacts } from './facts-view.js';
import { readPackageFacts } from './package-facts-view.js';
import { replayTarget } from './replay/replay-target.js';
import { type Comparison, compareReplays } from './rules/compare-replays.js';
import { billedBy } from './rules/effect.js';
import type { TargetLine } from './rules/types.js';
import { type KeptLine, isOwnOfRules, issuedLines, readStanding } from './standing-view.js';

export interface ComparedTerms {
  comparison: Comparison;
  onSave: TermsPreview['onSave'];
  issuedLinesKept: number;
  /** The report that shows an entry already. */
  reportOf: ReadonlyMap<number, number>;
  /** The wanted version begins on a day that is reckoned by another one anyway. */
  isUnchanged: boolean;
}

/**
 * Replays a client's whole history under present and changed terms; long ones beside everything else.
 * @param signal aborted: whoever asked is gone, and nothing more is replayed
 */
export async function compareTerms(
  db: Db,
  client: ClientRecord,
  now: number,
  wanted: PreviewTermsRequest & { scope: 'portal' | 'own' },
  signal?: AbortSignal,
): Promise<ComparedTerms> {
  const { portal_id: portalId, client_id: clientId } = client;
  const standing = await readStanding(db, { portalId, clientId });
  const given = { standing, today: dayOf(now, client.time_zone), signal };
  const present = await readTermsVersions(db, portalId, clientId);
  const saved = await readChangedTerms(db, portalId, clientId, wanted);
  const supposed = wanted.wholePeriod
    ? await readChangedTerms(db, portalId, clientId, { ...wanted, effectiveFrom: wanted.from, forGood: true })
    : saved;
  const before = await replay(db, client, { ...given, supposed: present, saved: present });
  const isUnchanged = isSame(present, supposed) && isSame(present, saved);
  const after = isUnchanged ? before : await replay(db, client, { ...given, supposed, saved });
  const comparison = compareReplays(before.scratch, after.scratch, wanted);
  const differing = new Set(comparison.differing.map((each) => each.before.entryId));
  const kept = standing.filter(
    (line) => line.reportNumber !== null && line.entryId !== null && differing.has(line.entryId),
  );
  return {
    comparison,
    onSave: onSave(standing, before.posted, after.posted),
    issuedLinesKept: kept.length,
    reportOf: reportsOf(kept),
    isUnchanged,
  };
}

function isSame(a: ClientTerms, b: ClientTerms): boolean {
  return JSON.stringify(a.inForce) === JSON.stringify(b.inForce);
}

interface Replayed {
  /** As if no report had ever been issued. */
  scratch: readonly TargetLine[];
  /** Beside what reports have issued: what the ledger holds, or would. */
  posted: readonly TargetLine[];
}

async function replay(
  db: Db,
  client: ClientRecord,
  of: {
    standing: KeptLine[];
    today: Day;
    supposed: ClientTerms;
    saved: ClientTerms;
    signal: AbortSignal | undefined;
  },
): Promise<Replayed> {
  const { standing, today, signal } = of;
  const facts = await readFacts(db, client, standing, of.supposed);
  // What the rules themselves moved between packages is not there when they begin anew.
  const byHand = standing.filter((line) => !isOwnOfRules(line));
  const packages = await readPackageFacts(db, client, byHand);
  const anew = { facts: { ...facts, packages, goneOn: new Map<number, string>() }, issued: [], today };
  const scratch = await replayTarget(anew, signal);
  const known = isSame(of.supposed, of.saved) ? facts : await readFacts(db, client, standing, of.saved);
  const posted = await replayTarget({ facts: known, issued: issuedLines(standing), today }, signal);
  return { scratch, posted };
}

function onSave(
  standing: readonly KeptLine[],
  before: readonly TargetLine[],
  after: readonly TargetLine[],
): TermsPreview['onSave'] {
  // Hours owed from before the start of accounting are nobody's work.
  const issued = standing.filter((line) => line.reportNumber !== null && line.entryId !== null);
  const fixed = issued.reduce((sum, line) => sum + billedBy(line), 0);
  const [was, will] = [billedByEntry(before), billedByEntry(after)];
  const all = new Set([...was.keys(), ...will.keys()]);
  return {
    beforeSeconds: fixed + total(was),
    afterSeconds: fixed + total(will),
    entries: [...all].filter((entryId) => was.get(entryId) !== will.get(entryId)).length,
  };
}

function billedByEntry(lines: readonly TargetLine[]): Map<number, number> {
  const sums = new Map<number, number>();
  for (const line of lines) {
    const billed = billedBy(line);
    if (line.entryId !== null) sums.set(line.entryId, (sums.get(line.entryId) ?? 0) + billed);
  }
  return sums;
}

function total(sums: ReadonlyMap<number, number>): number {
  return [...sums.values()].reduce((sum, seconds) => sum + seconds, 0);
}

function reportsOf(kept: readonly KeptLine[]): Map<number, number> {
  const reports = new Map<number, number>();
  for (const { entryId, reportNumber } of kept) {
    if (entryId !== null && reportNumber !== null && !reports.has(entryId))
      reports.set(entryId, reportNumber);
  }
  return reports;
}
