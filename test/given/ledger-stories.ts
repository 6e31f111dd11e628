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
  packages: fc.array(fc.record({ bought: anyPackage, phase, closes: fc.option(phase, { freq: 2 }) }), {
    maxLength: 4,
    size: 'max',
  }),
  waivers: fc.array(fc.record({ entryId: fc.integer({ min: 1, max: 12 }), seconds: someSeconds, phase }), {
    maxLength: 2,
  }),
  newTerms: fc.array(fc.record({ phase, from: fc.nat(24), terms: anyTerms }), { maxLength: 1 }),
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

type Drawn = typeof drawing extends fc.Arbitrary<infer D> ? D : never;

/** Of one phase, facts about the same subject in order. */
function changesOf(drawn: Drawn, at: number): Change[] {
  const entries = drawn.entries.flatMap((each, index) =>
    versionsOf(each, 1 + ((index * 5) % 13)).filter((version) => version.phase === at),
  );
  const packages = drawn.packages.flatMap((each, index): (Change & { phase: number })[] => {
    const packageId = index + 1;
    const subject = `package ${packageId}`;
    const isInDebt = drawn.openingOverageSeconds > 0;
    const bought = isInDebt ? notBefore(each.bought, localDay(drawn.starts)) : each.bought;
    const closes = each.closes === null ? [] : [{ subject, phase: each.closes, closedPackageId: packageId }];
    return [
      { subject, phase: each.phase, package: { ...bought, packageId } },
      ...closes.filter((close) => close.phase >= each.phase),
    ];
  });
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
  return [...entries, ...[...packages, ...waivers, ...terms].filter((change) => change.phase === at)];
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
