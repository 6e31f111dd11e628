import fc from 'fast-check';
import type { EntryFact, Facts } from '../../server/ledger/rules/types.js';
import { anyEntry, anyPackage, anyTerms, noFacts, notBefore, someSeconds, worked } from './facts.js';
import type { Change, CutChoice, Phase } from './ledger-changes.js';
import { localDay } from './ledger-days.js';

/** A client's life in three phases, each of which may end in a report. */
export interface Story {
  start: Facts;
  phases: Phase[];
}

const phase = fc.nat(2);

/** Since the start of accounting, and not in the future. */
const editedDay = fc.integer({ min: 4, max: 20 });

type Patch = 'gone' | Partial<EntryFact>;

const anyPatch: fc.Arbitrary<Patch> = fc.oneof(
  { weight: 4, arbitrary: someSeconds.map((seconds) => ({ seconds })) },
  { weight: 2, arbitrary: fc.tuple(editedDay, fc.constantFrom(0, 660, 1439)).map(([d, m]) => worked(d, m)) },
  { weight: 3, arbitrary: fc.constant('gone' as const) },
  { weight: 1, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.constantFrom({ textKey: 'text 2' }, { textKey: 'text 3' }) },
  { weight: 1, arbitrary: fc.constantFrom({ courtesyReason: 'own-bug' }, { courtesyReason: null }) },
);

const anyCut: fc.Arbitrary<CutChoice> = fc.oneof(
  fc.record({ endOfDay: fc.integer({ min: 5, max: 25 }) }),
  fc.record({ usedUpPackage: fc.nat(4) }),
);

const drawing = fc.record({
  starts: fc.nat(4),
  openingOverageSeconds: fc.constantFrom(0, 0, 0, 900),
  terms: anyTerms,
  entries: fc.array(
    fc.record({
      base: anyEntry,
      phase,
      edits: fc.array(fc.record({ phase, patch: anyPatch }), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 12, size: 'max' },
  ),
  packages: fc.array(
    fc.record({
      bought: anyPackage,
      phase,
      /** Ordered then, and paid for in its phase. */
      ordered: fc.option(phase, { freq: 1 }),
      closes: fc.option(phase, { freq: 2 }),
      reopens: fc.option(phase, { freq: 1 }),
    }),
    { maxLength: 4, size: 'max' },
  ),
  sizes: fc.array(
    fc.record({
      phase,
      packageId: fc.integer({ min: 1, max: 4 }),
      toPackageId: fc.option(fc.integer({ min: 1, max: 4 })),
      seconds: someSeconds,
      isMore: fc.boolean(),
    }),
    { maxLength: 3 },
  ),
  waivers: fc.array(fc.record({ entryId: fc.integer({ min: 1, max: 12 }), seconds: someSeconds, phase }), {
    maxLength: 3,
  }),
  newTerms: fc.array(fc.record({ phase, from: fc.nat(40), terms: anyTerms }), { maxLength: 2 }),
  days: fc.tuple(fc.integer({ min: 20, max: 24 }), fc.nat(8), fc.nat(20)),
  cuts: fc.tuple(fc.option(anyCut, { freq: 8 }), fc.option(anyCut, { freq: 4 })),
});

export const anyStory: fc.Arbitrary<Story> = drawing.map((drawn) => {
  const changes = [0, 1, 2].map((index) => changesOf(drawn, index));
  const [first, second, third] = drawn.days;
  const days = [first, first + second, first + second + third];
  const cuts = [...drawn.cuts, null];
  return {
    start: {
      ...noFacts(),
      accountingStartsOn: localDay(drawn.starts),
      openingOverageSeconds: drawn.openingOverageSeconds,
      terms: [{ version: 1, effectiveFrom: '2000-01-01', terms: drawn.terms }],
      nextPackageId: 100,
    },
    phases: changes.map((each, index) => ({
      day: days[index] ?? 0,
      changes: each,
      cut: cuts[index] ?? null,
    })),
  };
});

const HANDS = 'what people do with packages';

type Drawn = typeof drawing extends fc.Arbitrary<infer D> ? D : never;

/** Of one phase, facts about the same subject in order. */
function changesOf(drawn: Drawn, at: number): Change[] {
  const entries = drawn.entries.flatMap((each, index) =>
    versionsOf(each, 1 + ((index * 5) % 13)).filter((version) => version.phase === at),
  );
  const waivers = drawn.waivers.map(({ phase, ...each }, index) => ({
    subject: `waiver ${index}`,
    phase,
    waiver: { ...each, waiverId: index + 1, noticedOn: '' },
  }));
  const terms = drawn.newTerms.map(({ phase, from, terms }, index) => ({
    subject: 'terms',
    phase,
    terms: { version: index + 2, effectiveFrom: localDay(from), terms },
  }));
  const changes = [...sizeChanges(drawn), ...packageChanges(drawn), ...waivers, ...terms];
  return [...entries, ...changes.filter((change) => change.phase === at)];
}

/** Bought, perhaps ordered before; closed, and opened again. */
function packageChanges(drawn: Drawn): (Change & { phase: number })[] {
  return drawn.packages.flatMap((each, index): (Change & { phase: number })[] => {
    const packageId = index + 1;
    const subject = `package ${packageId}`;
    const isInDebt = drawn.openingOverageSeconds > 0;
    const bought = isInDebt ? notBefore(each.bought, localDay(drawn.starts)) : each.bought;
    const whole = { ...bought, packageId };
    const changes: (Change & { phase: number })[] = [{ subject, phase: each.phase, package: whole }];
    const ordered = each.ordered ?? 9;
    if (ordered <= each.phase) changes.unshift({ subject, phase: ordered, orderedPackage: whole });
    // In a later phase than the purchase, all that people do with packages has one order.
    const by = (phase: number) => (phase === each.phase ? subject : HANDS);
    const closes = each.closes ?? -1;
    if (closes < each.phase) return changes;
    changes.push({ subject: by(closes), phase: closes, closedPackageId: packageId });
    const reopens = each.reopens ?? -1;
    if (reopens < closes) return changes;
    return [...changes, { subject: by(reopens), phase: reopens, reopenedPackageId: packageId }];
  });
}

/** Of packages bought in an earlier phase, so that what may be taken of them does not depend on who comes first. */
function sizeChanges(drawn: Drawn): (Change & { phase: number })[] {
  const isThere = (packageId: number, phase: number) => {
    const bought = drawn.packages[packageId - 1];
    return bought !== undefined && bought.phase < phase;
  };
  const subject = HANDS;
  return drawn.sizes.flatMap(
    ({ phase, packageId, toPackageId, seconds, isMore }): (Change & { phase: number })[] => {
      if (!isThere(packageId, phase) || packageId === toPackageId) return [];
      if (toPackageId === null) {
        return [{ subject, phase, resized: { packageId, seconds: isMore ? seconds : -seconds } }];
      }
      const transferred = { fromPackageId: packageId, toPackageId, seconds };
      return isThere(toPackageId, phase) ? [{ subject, phase, transferred }] : [];
    },
  );
}

/** First sight and later edits of one entry; an edit of an entry that is gone brings it back. */
function versionsOf(drawn: Drawn['entries'][number], entryId: number): (Change & { phase: number })[] {
  const subject = `entry ${entryId}`;
  let entry = { ...drawn.base, entryId };
  const edits = drawn.edits.toSorted((a, b) => a.phase - b.phase);
  const later = edits.map(({ phase, patch }) => {
    const at = Math.max(phase, drawn.phase);
    if (patch === 'gone') return { subject, phase: at, goneEntryId: entryId };
    entry = { ...entry, ...patch };
    return { subject, phase: at, entry };
  });
  return [{ subject, phase: drawn.phase, entry: { ...drawn.base, entryId } }, ...later];
}
