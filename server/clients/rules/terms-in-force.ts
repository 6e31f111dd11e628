import type { Day } from '../../base/days.js';
import type { Terms } from '../../base/terms.js';

/** Before every day that work can have. */
export const FIRST_DAY: Day = '0001-01-01';

/** A version of the terms as it holds for one client from a day on. */
export interface TermsInForce {
  version: number;
  effectiveFrom: Day;
  terms: Terms;
}

/** A version as somebody set it; no terms = from that day on the client has the portal's again. */
export interface SetTerms {
  version: number;
  effectiveFrom: Day;
  terms: Terms | null;
}

export interface ClientTerms {
  /** For choosing by day: from the first day on, each until the next one begins. */
  inForce: TermsInForce[];
  /** Of no day any more; lines that were issued under them still name them. */
  superseded: TermsInForce[];
}

/**
 * Which version holds for a client on which day: the portal's until the client's first own one, then its own; of two
 * that begin on one day, the newer. Takes the versions in any order.
 */
export function termsInForce(portalWide: readonly TermsInForce[], own: readonly SetTerms[]): ClientTerms {
  const byDay = { portal: inDayOrder(portalWide), own: inDayOrder(own) };
  const days = new Set([FIRST_DAY, ...[...portalWide, ...own].map((each) => each.effectiveFrom)]);
  const inForce: TermsInForce[] = [];
  for (const day of [...days].sort()) {
    const chosen = versionOn(byDay, day);
    if (chosen && inForce.at(-1)?.version !== chosen.version) inForce.push({ ...chosen, effectiveFrom: day });
  }
  const used = new Set(inForce.map((each) => each.version));
  const bodies = [...portalWide, ...own.flatMap((each) => ownBody(each) ?? [])];
  return { inForce, superseded: bodies.filter((each) => !used.has(each.version)) };
}

function versionOn(
  of: { portal: readonly TermsInForce[]; own: readonly SetTerms[] },
  day: Day,
): TermsInForce | undefined {
  const own = of.own.findLast((each) => each.effectiveFrom <= day);
  return (own && ownBody(own)) ?? of.portal.findLast((each) => each.effectiveFrom <= day);
}

function ownBody({ version, effectiveFrom, terms }: SetTerms): TermsInForce | undefined {
  return terms === null ? undefined : { version, effectiveFrom, terms };
}

function inDayOrder<V extends { version: number; effectiveFrom: Day }>(versions: readonly V[]): V[] {
  return [...versions].sort((a, b) => compare(a.effectiveFrom, b.effectiveFrom) || a.version - b.version);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
