import type { Day } from '../../base/days.js';
import type { RoundingTerms, Terms } from '../../base/terms.js';
import type { TermsVersion } from './types.js';

/** Multipliers are carried as millionths: work type permille × urgency permille, so nothing is rounded twice. */
const UNIT = 1_000_000;

/**
 * Billed seconds of a rounding group: multiply half-up to the second, minimum charge, rounding step. 0 stays 0.
 * @param weighted Σ recorded seconds × multiplier in millionths
 */
export function billGroup(weighted: number, terms: Pick<Terms, 'minimumSeconds' | 'rounding'>): number {
  if (weighted <= 0) return 0;
  const multiplied = Math.floor((weighted + UNIT / 2) / UNIT);
  return roundToStep(Math.max(multiplied, terms.minimumSeconds), terms.rounding);
}

function roundToStep(seconds: number, rounding: RoundingTerms): number {
  const step = rounding.stepSeconds;
  if (rounding.mode === 'none' || step <= 1) return seconds;
  if (rounding.mode === 'up') return Math.ceil(seconds / step) * step;
  return Math.floor((2 * seconds + step) / (2 * step)) * step;
}

/** Work type × urgency in millionths. Unknown names count as one. */
export function multiplierOf(terms: Terms, workType: string, urgency: string): number {
  const ofType = terms.workTypes[workType]?.multiplierPermille ?? 1000;
  const ofUrgency = terms.urgencies[urgency] ?? 1000;
  return ofType * ofUrgency;
}

/** What work of so many seconds would be billed under these terms, by itself; 0 where its kind is not billable. */
export function billedWork(
  terms: Terms,
  work: { workType: string; urgency: string; seconds: number },
): number {
  if (terms.workTypes[work.workType]?.billable === false) return 0;
  return billGroup(work.seconds * multiplierOf(terms, work.workType, work.urgency), terms);
}

/** The terms in force on a work day: the last version whose effective date is not later; else the first. */
export function termsOn(versions: readonly TermsVersion[], day: Day): TermsVersion {
  let chosen = versions[0];
  for (const version of versions) if (version.effectiveFrom <= day) chosen = version;
  if (!chosen) throw new RangeError('A client has no terms at all');
  return chosen;
}
