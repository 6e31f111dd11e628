import type { Day } from '../../base/days.js';
import type { Terms } from '../../base/terms.js';
import { billGroup, multiplierOf, termsOn } from './bill.js';
import { byWorkOrder } from './order.js';
import type { EntryFact, Facts, IssuedLine, LineWhy, TermsVersion } from './types.js';

/** What an entry costs under its terms, and the figures that explain it. */
export interface EntryBill {
  entry: EntryFact;
  /** Non-null = nothing is billed, the recorded seconds are courtesy. */
  courtesyReason: string | null;
  owedSeconds: number;
  waivedSeconds: number;
  termsVersion: number;
  multiplierPermille: number;
  workType: string;
  urgency: string;
  urgencyPermille: number;
  groupBeforeSeconds: number;
  groupBilledSeconds: number;
  groupBeforeMillionths: number;
  groupBilledBeforeSeconds: number;
  terms: Pick<Terms, 'minimumSeconds' | 'rounding'>;
  origins: Origins;
  /** The latest day on which anything in its rounding group was noticed. */
  noticedOn: Day;
}

type Origins = Pick<LineWhy, 'workTypeFrom' | 'urgencyFrom' | 'courtesyFrom'>;

interface Classified {
  entry: EntryFact;
  issuedIn: number | null;
  /** Where the entry stands in its group: issued ones stay where the report showed them. */
  placedAt: number;
  terms: TermsVersion;
  workType: string;
  urgency: string;
  courtesyReason: string | null;
  groupDay: Day;
  origins: Origins;
}

/** Bills every entry. Issued entries keep the terms, work type and day of their first issued line. */
export function billEntries(
  facts: Facts,
  issuedByEntry: ReadonlyMap<number, IssuedLine[]>,
): Map<number, EntryBill> {
  const waived = waivedByEntry(facts);
  const groups = new Map<string, Classified[]>();
  const bills = new Map<number, EntryBill>();
  for (const entry of facts.entries) {
    const classified = classify(facts, entry, issuedByEntry.get(entry.entryId));
    if (classified.courtesyReason !== null) bills.set(entry.entryId, courtesyBill(classified));
    else push(groups, groupKey(classified), classified);
  }
  for (const group of groups.values()) {
    for (const bill of billOneGroup(group, waived)) bills.set(bill.entry.entryId, bill);
  }
  return bills;
}

function classify(facts: Facts, entry: EntryFact, issued: IssuedLine[] | undefined): Classified {
  const first = issued?.find((line) => line.why.termsVersion !== undefined);
  if (!first) {
    const terms = termsOn(facts.terms, entry.workDay);
    const workType = entry.workType ?? terms.terms.defaultWorkType;
    const courtesyReason = entry.courtesyReason ?? courtesyOf(terms.terms, workType);
    const { urgency } = entry;
    const { workedAt: placedAt, workDay: groupDay } = entry;
    const origins = originsIn(entry);
    return { entry, issuedIn: null, placedAt, terms, workType, urgency, courtesyReason, groupDay, origins };
  }
  const terms =
    versionOf(facts, first.why.termsVersion) ?? termsOn(facts.terms, first.workDay ?? entry.workDay);
  return {
    entry,
    issuedIn: first.reportNumber,
    placedAt: first.workedAt ?? entry.workedAt,
    terms,
    workType: first.workType ?? entry.workType ?? terms.terms.defaultWorkType,
    urgency: first.why.urgency ?? entry.urgency,
    courtesyReason: first.kind === 'courtesy' ? (first.reason ?? 'goodwill') : null,
    groupDay: first.workDay ?? entry.workDay,
    origins: originsIn(first.why),
  };
}

/** The terms speak where nobody else did. */
function originsIn(of: Origins): Origins {
  const { workTypeFrom, urgencyFrom, courtesyFrom } = of;
  return {
    workTypeFrom: workTypeFrom ?? { how: 'terms' },
    ...(urgencyFrom && { urgencyFrom }),
    ...(courtesyFrom && { courtesyFrom }),
  };
}

function versionOf(facts: Facts, version: number | undefined): TermsVersion | undefined {
  const isNamed = (terms: TermsVersion) => terms.version === version;
  return facts.terms.find(isNamed) ?? facts.supersededTerms.find(isNamed);
}

function courtesyOf(terms: Terms, workType: string): string | null {
  const ofType = terms.workTypes[workType];
  return ofType && !ofType.billable ? (ofType.courtesyReason ?? 'goodwill') : null;
}

function courtesyBill(classified: Classified): EntryBill {
  const { entry, terms, workType, urgency, courtesyReason, origins } = classified;
  return {
    entry,
    courtesyReason,
    owedSeconds: 0,
    waivedSeconds: 0,
    termsVersion: terms.version,
    multiplierPermille: 0,
    workType,
    urgency,
    urgencyPermille: 0,
    groupBeforeSeconds: 0,
    groupBilledSeconds: 0,
    groupBeforeMillionths: 0,
    groupBilledBeforeSeconds: 0,
    terms: terms.terms,
    origins,
    noticedOn: entry.noticedOn,
  };
}

function groupKey(classified: Classified): string {
  const { entry, terms, groupDay } = classified;
  if (terms.terms.rounding.per === 'entry') return `entry:${entry.entryId}`;
  return `${entry.taskId}:${groupDay}:${terms.version}`;
}

/** Issued entries first in issue order, then work order; each entry costs what it adds to the group's bill. */
function billOneGroup(group: Classified[], waived: ReadonlyMap<number, WaivedSum>): EntryBill[] {
  group.sort(byIssueThenWork);
  const noticedOn = latestNotice(group, waived);
  let before = 0;
  let weighted = 0;
  let billed = 0;
  return group.map((classified) => {
    const { entry, terms, workType, urgency, origins } = classified;
    const millionths = multiplierOf(terms.terms, workType, urgency);
    const groupBeforeSeconds = before;
    const groupBeforeMillionths = weighted;
    const groupBilledBeforeSeconds = billed;
    before += entry.seconds;
    weighted += entry.seconds * millionths;
    const billedAfter = billGroup(weighted, terms.terms);
    const share = billedAfter - billed;
    billed = billedAfter;
    const waivedSeconds = Math.min(share, waived.get(entry.entryId)?.seconds ?? 0);
    return {
      entry,
      courtesyReason: null,
      owedSeconds: share - waivedSeconds,
      waivedSeconds,
      termsVersion: terms.version,
      multiplierPermille: millionths / 1000,
      workType,
      urgency,
      urgencyPermille: terms.terms.urgencies[urgency] ?? 1000,
      groupBeforeSeconds,
      groupBilledSeconds: billedAfter,
      groupBeforeMillionths,
      groupBilledBeforeSeconds,
      terms: terms.terms,
      origins,
      noticedOn,
    };
  });
}

function byIssueThenWork(a: Classified, b: Classified): number {
  const byReport = (a.issuedIn ?? Number.MAX_SAFE_INTEGER) - (b.issuedIn ?? Number.MAX_SAFE_INTEGER);
  return (
    byReport ||
    byWorkOrder(
      { workedAt: a.placedAt, entryId: a.entry.entryId },
      { workedAt: b.placedAt, entryId: b.entry.entryId },
    )
  );
}

interface WaivedSum {
  seconds: number;
  noticedOn: Day;
}

function waivedByEntry(facts: Facts): Map<number, WaivedSum> {
  const sums = new Map<number, WaivedSum>();
  for (const waiver of facts.waivers) {
    const before = sums.get(waiver.entryId);
    sums.set(waiver.entryId, {
      seconds: (before?.seconds ?? 0) + waiver.seconds,
      noticedOn: before && before.noticedOn > waiver.noticedOn ? before.noticedOn : waiver.noticedOn,
    });
  }
  return sums;
}

function latestNotice(group: Classified[], waived: ReadonlyMap<number, WaivedSum>): Day {
  let latest = '';
  for (const { entry } of group) {
    for (const day of [entry.noticedOn, waived.get(entry.entryId)?.noticedOn ?? ''])
      if (day > latest) latest = day;
  }
  return latest;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
