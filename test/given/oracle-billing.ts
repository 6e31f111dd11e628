import type { EntryFact, Facts, TermsVersion } from '../../server/ledger/rules/types.js';
import type { Day } from '../../server/base/days.js';
import type { Terms, WorkTypeTerms } from '../../server/base/terms.js';

/** An entry that a report has shown: its place in the order of issue, and what it keeps from then on. */
export interface Kept {
  order: number;
  workDay: Day;
  version: number;
  isCourtesy: boolean;
}

/**
 * Billed seconds per entry (given in work order): issued ones first, in issue order and under the terms
 * they keep, then the others; each gets what the rounded sum of its group grows by, less its waivers.
 */
export function billedPerEntry(
  facts: Facts,
  entries: readonly EntryFact[],
  kept: ReadonlyMap<number, Kept> = new Map(),
): Map<number, number> {
  const issued = entries.filter((entry) => kept.has(entry.entryId));
  issued.sort((a, b) => (kept.get(a.entryId)?.order ?? 0) - (kept.get(b.entryId)?.order ?? 0));
  const open = entries.filter((entry) => !kept.has(entry.entryId));
  const groups = new Map<string, number>();
  const billed = new Map<number, number>();
  for (const entry of [...issued, ...open]) {
    const { version, terms } = termsFor(facts, entry, kept);
    const isAlone = terms.rounding.per === 'entry';
    const day = kept.get(entry.entryId)?.workDay ?? entry.workDay;
    const group = isAlone ? `entry ${entry.entryId}` : `${entry.taskId} ${day} v${version}`;
    const before = groups.get(group) ?? 0;
    const isFree = kept.get(entry.entryId)?.isCourtesy ?? isCourtesy(entry, terms);
    const after = isFree ? before : before + entry.seconds * multiplier(entry, terms);
    groups.set(group, after);
    const growth = rounded(after, terms) - rounded(before, terms);
    billed.set(entry.entryId, Math.max(0, growth - waivedOf(facts, entry.entryId)));
  }
  return billed;
}

/** The version an issued entry keeps, else the last one in effect on the work day. */
export function termsFor(
  facts: Facts,
  entry: EntryFact,
  kept: ReadonlyMap<number, Kept> = new Map(),
): TermsVersion {
  const version = kept.get(entry.entryId)?.version;
  const found =
    version === undefined
      ? facts.terms.findLast((each) => each.effectiveFrom <= entry.workDay)
      : facts.terms.find((each) => each.version === version);
  if (!found) throw new Error(`No terms for entry ${entry.entryId}`);
  return found;
}

export function isCourtesy(entry: EntryFact, terms: Terms): boolean {
  return entry.courtesyReason !== null || !workTypeOf(entry, terms).billable;
}

function waivedOf(facts: Facts, entryId: number): number {
  return facts.waivers.reduce((sum, waiver) => sum + (waiver.entryId === entryId ? waiver.seconds : 0), 0);
}

/** Work type × urgency, in millionths. */
function multiplier(entry: EntryFact, terms: Terms): number {
  return workTypeOf(entry, terms).multiplierPermille * (terms.urgencies[entry.urgency] ?? 1000);
}

function workTypeOf(entry: EntryFact, terms: Terms): WorkTypeTerms {
  const found = terms.workTypes[entry.workType ?? terms.defaultWorkType];
  if (!found) throw new Error(`No work type ${entry.workType}`);
  return found;
}

/** R: half-up to the second, minimum charge, rounding step. */
function rounded(millionths: number, { minimumSeconds, rounding }: Terms): number {
  if (millionths === 0) return 0;
  const whole = Math.max(minimumSeconds, Math.floor((millionths + 500_000) / 1_000_000));
  const rest = whole % rounding.stepSeconds;
  if (rounding.mode === 'none' || rest === 0) return whole;
  const isUp = rounding.mode === 'up' || 2 * rest >= rounding.stepSeconds;
  return whole - rest + (isUp ? rounding.stepSeconds : 0);
}
