import fc from 'fast-check';
import type {
  EntryFact,
  Facts,
  PackageFact,
  TermsVersion,
  WaiverFact,
} from '../../server/ledger/rules/types.js';
import { defaultTerms, type Terms } from '../../server/base/terms.js';
import { dayAt, instant, localDay } from './ledger-days.js';

/** Facts of one client and the local day from which they are looked at. */
export interface Scene {
  facts: Facts;
  today: string;
}

/** Their products are whole permille too. */
const permille = fc.constantFrom(500, 1000, 1000, 1200, 1500, 2000, 3000);

const rounding = fc.record({
  mode: fc.constantFrom('none' as const, 'up' as const, 'nearest' as const),
  stepSeconds: fc.constantFrom(7, 60, 360, 900, 1800),
  per: fc.constantFrom('entry' as const, 'task-day' as const),
});

const rollover = fc.record({
  mode: fc.constantFrom('none' as const, 'share' as const, 'hours' as const),
  sharePermille: fc.constantFrom(1, 333, 500, 1000),
  seconds: fc.constantFrom(1, 600, 3600),
  times: fc.constantFrom('once' as const, 'always' as const),
  validMonths: fc.constantFrom(null, 1, 1, 2),
});

/** Terms with two billable work types and one that is not; what is not paid for pays for nothing. */
export const anyTerms: fc.Arbitrary<Terms> = fc
  .record({
    consulting: permille,
    parsing: permille,
    urgent: permille,
    minimumSeconds: fc.constantFrom(0, 0, 0, 300, 900),
    rounding,
    lateEntryDays: fc.nat(5),
    rollover,
  })
  .map(({ consulting, parsing, urgent, ...rest }) => ({
    ...defaultTerms,
    ...rest,
    workTypes: {
      consulting: { billable: true, multiplierPermille: consulting, courtesyReason: null },
      parsing: { billable: true, multiplierPermille: parsing, courtesyReason: null },
      'own-bug': { billable: false, multiplierPermille: 1000, courtesyReason: 'own-bug' as const },
    },
    defaultWorkType: 'consulting',
    urgencies: { normal: 1000, urgent },
    packages: { ...defaultTerms.packages, paidBeforeUsable: true },
  }));

/** Versions 1…n; the first is in force from the beginning. */
export const anyTermsVersions: fc.Arbitrary<TermsVersion[]> = fc
  .array(fc.record({ from: fc.integer({ min: 0, max: 30 }), terms: anyTerms }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((all) =>
    inEffectOrder(
      all.map(({ from, terms }, index) => ({
        version: index + 1,
        effectiveFrom: index === 0 ? '2000-01-01' : localDay(from),
        terms,
      })),
    ),
  );

export function inEffectOrder(versions: TermsVersion[]): TermsVersion[] {
  return versions.sort((a, b) => a.effectiveFrom.localeCompare(b.effectiveFrom) || a.version - b.version);
}

export const someSeconds = fc.oneof(
  fc.integer({ min: 1, max: 120 }),
  fc.integer({ min: 1, max: 7200 }),
  fc.constantFrom(1, 60, 450, 900, 3600),
);

const kindsOfWork = [
  { workType: 'consulting', urgency: 'normal' },
  { workType: 'parsing', urgency: 'urgent' },
  { workType: 'consulting', urgency: 'urgent' },
  { workType: 'own-bug', urgency: 'normal' },
];

/** An entry without its number; coarse minutes make ties likely. Work type and urgency are the task's. */
export const anyEntry: fc.Arbitrary<Omit<EntryFact, 'entryId'>> = fc
  .record({
    work: fc.constantFrom(...kindsOfWork.map((kind, index) => ({ taskId: index + 1, ...kind }))),
    userId: fc.integer({ min: 1, max: 3 }),
    seconds: someSeconds,
    day: fc.integer({ min: 0, max: 24 }),
    minute: fc.constantFrom(0, 600, 660, 1020, 1439),
    courtesyReason: fc.constantFrom(null, null, null, null, 'free-support'),
  })
  .map(({ day, minute, work, ...rest }) => ({
    ...rest,
    ...work,
    ...worked(day, minute),
    noticedOn: localDay(day),
    textKey: 'text 1',
  }));

export function worked(day: number, minute: number): Pick<EntryFact, 'workedAt' | 'workDay'> {
  const workedAt = instant(day, minute);
  return { workedAt, workDay: dayAt(workedAt) };
}

export const anyPackage: fc.Arbitrary<Omit<PackageFact, 'packageId'>> = fc
  .record({
    sizeSeconds: fc.oneof(fc.integer({ min: 1, max: 3600 }), fc.constantFrom(3600, 7200, 36_000)),
    from: fc.integer({ min: 0, max: 25 }),
    boughtEarlier: fc.nat(2),
    lasts: fc.option(fc.nat(20), { freq: 2 }),
    coversEarlier: fc.constantFrom(true, true, false),
    purchaseActionId: fc.constantFrom('action-a', 'action-b', 'action-c'),
  })
  .map(({ from, boughtEarlier, lasts, ...rest }) => ({
    ...rest,
    boughtAt: instant(from - boughtEarlier, 540),
    validFrom: localDay(from),
    expiresOn: lasts === null ? null : localDay(from + lasts),
    closedOn: null,
  }));

export const anyWaiver = (entries: number): fc.Arbitrary<Omit<WaiverFact, 'waiverId' | 'noticedOn'>> =>
  fc.record({ entryId: fc.integer({ min: 1, max: entries }), seconds: someSeconds });

/** Nothing issued: believable facts of one client, in no particular order. */
export const anyScene: fc.Arbitrary<Scene> = fc
  .record({
    entries: fc.array(anyEntry, { minLength: 1, maxLength: 40, size: 'max' }),
    packages: fc.array(fc.record({ bought: anyPackage, closed: fc.option(fc.nat(10), { freq: 4 }) }), {
      maxLength: 5,
      size: 'max',
    }),
    terms: anyTermsVersions,
    waivers: fc.array(anyWaiver(40), { maxLength: 3 }),
    starts: fc.integer({ min: 0, max: 6 }),
    openingOverageSeconds: fc.constantFrom(0, 0, 1, 5000),
    today: fc.integer({ min: 20, max: 50 }),
  })
  .map(({ today, starts, ...drawn }) => ({
    today: localDay(today),
    facts: {
      ...noFacts(),
      accountingStartsOn: localDay(starts),
      openingOverageSeconds: drawn.openingOverageSeconds,
      entries: drawn.entries.map((entry, index) => ({ ...entry, entryId: 1 + ((index * 7) % 41) })),
      packages: drawn.packages.map((each, index) => {
        const earliest = drawn.openingOverageSeconds > 0 ? localDay(starts) : each.bought.validFrom;
        const bought = notBefore(each.bought, earliest);
        const closedOn = each.closed === null ? null : closingDay(bought, each.closed, localDay(today));
        return { ...bought, packageId: index + 1, closedOn };
      }),
      nextPackageId: drawn.packages.length + 1,
      terms: drawn.terms,
      waivers: drawn.waivers.map((waiver, index) => ({
        ...waiver,
        waiverId: index + 1,
        noticedOn: localDay(today),
      })),
    },
  }));

/** A client whose accounting started on day 0, under default terms, with nothing in it. */
export function noFacts(): Facts {
  return {
    accountingStartsOn: localDay(0),
    openingOverageSeconds: 0,
    entries: [],
    packages: [],
    terms: [{ version: 1, effectiveFrom: '2000-01-01', terms: defaultTerms }],
    supersededTerms: [],
    waivers: [],
    goneOn: new Map(),
    nextPackageId: 1,
  };
}

/** Overage brought along means that no package was usable before the start of accounting. */
export function notBefore<P extends Omit<PackageFact, 'packageId'>>(bought: P, day: string): P {
  if (bought.validFrom >= day) return bought;
  const expiresOn = bought.expiresOn !== null && bought.expiresOn < day ? day : bought.expiresOn;
  return { ...bought, validFrom: day, expiresOn };
}

/** Some days after it was bought, which may be before it becomes valid. */
export function closingDay(bought: Pick<PackageFact, 'boughtAt'>, daysLater: number, today: string): string {
  const day = dayAt(bought.boughtAt + (daysLater + 2) * 86_400_000);
  return day > today ? today : day;
}
