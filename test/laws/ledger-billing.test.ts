import { describe, it, expect } from '@jest/globals';
import fc from 'fast-check';
import { billGroup } from '../../server/ledger/rules/bill.js';
import { target } from '../../server/ledger/rules/target.js';
import { defaultTerms, type RoundingTerms, type Terms } from '../../server/base/terms.js';
import type { EntryFact, Facts } from '../../server/ledger/rules/types.js';
import { noFacts, worked } from '../given/facts.js';
import { localDay } from '../given/ledger-days.js';

const quarter = { stepSeconds: 900 };
const minutes = 60;

function termsWith(rounding: Partial<RoundingTerms>, more: Partial<Terms> = {}): Terms {
  return { ...defaultTerms, rounding: { ...defaultTerms.rounding, ...rounding }, ...more };
}

/** Entries of one task, one after the other; `day` may differ. */
function entriesOf(seconds: number[], days: number[] = []): EntryFact[] {
  return seconds.map((each, index) => ({
    entryId: index + 1,
    taskId: 1,
    userId: 1,
    seconds: each,
    ...worked(days[index] ?? 3, index),
    workType: 'consulting',
    urgency: 'normal',
    courtesyReason: null,
    noticedOn: localDay(3),
    textKey: 'text',
  }));
}

/** Billed seconds per entry, in the order of the entries. */
function billed(terms: Terms, entries: EntryFact[], more: Partial<Facts> = {}): number[] {
  const facts = {
    ...noFacts(),
    terms: [{ version: 1, effectiveFrom: '2000-01-01', terms }],
    entries,
    ...more,
  };
  const { lines } = target(facts, [], localDay(20));
  return entries.map(({ entryId }) =>
    lines
      .filter((line) => line.entryId === entryId && ['spend', 'overage'].includes(line.kind))
      .reduce((sum, { seconds }) => sum + seconds, 0),
  );
}

/** Reckoned by hand: [recorded minutes, billed minutes]. */
const tables: { name: string; rounding: RoundingTerms; rows: [number[], number[]][] }[] = [
  {
    name: 'a quarter of an hour up, per entry',
    rounding: { mode: 'up', per: 'entry', ...quarter },
    rows: [
      [[1], [15]],
      [[15], [15]],
      [[16], [30]],
      [
        [5, 5, 5],
        [15, 15, 15],
      ],
      [
        [44, 46],
        [45, 60],
      ],
    ],
  },
  {
    name: 'the nearest quarter, per entry',
    rounding: { mode: 'nearest', per: 'entry', ...quarter },
    rows: [
      [[7], [0]],
      [[7.5], [15]],
      [[22], [15]],
      [
        [22.5, 37],
        [30, 30],
      ],
      [
        [5, 5, 5],
        [0, 0, 0],
      ],
    ],
  },
  {
    name: 'a quarter up, per task and day',
    rounding: { mode: 'up', per: 'task-day', ...quarter },
    rows: [
      [
        [5, 5, 5],
        [15, 0, 0],
      ],
      [
        [5, 5, 5, 1],
        [15, 0, 0, 15],
      ],
      [
        [14, 14, 14],
        [15, 15, 15],
      ],
      [
        [50, 20],
        [60, 15],
      ],
    ],
  },
  {
    name: 'the nearest quarter, per task and day',
    rounding: { mode: 'nearest', per: 'task-day', ...quarter },
    rows: [
      [
        [5, 5, 5],
        [0, 15, 0],
      ],
      [
        [7, 7, 7, 2],
        [0, 15, 0, 15],
      ],
      [
        [22, 22],
        [15, 30],
      ],
      [
        [2, 2, 2],
        [0, 0, 0],
      ],
    ],
  },
];

describe.each(tables)('$name', ({ rounding, rows }) => {
  it.each(rows)('%j minutes are billed as %j', (recorded, expected) => {
    const entries = entriesOf(recorded.map((each) => each * minutes));
    expect(billed(termsWith(rounding), entries)).toEqual(expected.map((each) => each * minutes));
  });
});

describe('a rounding group', () => {
  const perTaskDay = termsWith({ mode: 'up', per: 'task-day', ...quarter });

  it('ends with the local day', () => {
    expect(billed(perTaskDay, entriesOf([300, 300, 300], [3, 3, 4]))).toEqual([900, 0, 900]);
  });

  it('belongs to one task', () => {
    const [first, second] = entriesOf([300, 300]) as [EntryFact, EntryFact];
    expect(billed(perTaskDay, [first, { ...second, taskId: 2 }])).toEqual([900, 900]);
  });

  it('leaves courtesy out', () => {
    const [first, second, third] = entriesOf([300, 300, 600]) as [EntryFact, EntryFact, EntryFact];
    const entries = [first, { ...second, courtesyReason: 'goodwill' }, third];
    expect(billed(perTaskDay, entries)).toEqual([900, 0, 0]);
  });

  it('is charged at least the minimum, once', () => {
    const terms = termsWith({ per: 'task-day' }, { minimumSeconds: 1800 });
    expect(billed(terms, entriesOf([600, 600, 900]))).toEqual([1800, 0, 300]);
    expect(billed(termsWith({ per: 'entry' }, { minimumSeconds: 1800 }), entriesOf([600, 2000]))).toEqual([
      1800, 2000,
    ]);
  });

  it('is charged the minimum before it is rounded', () => {
    const terms = termsWith({ mode: 'up', per: 'entry', ...quarter }, { minimumSeconds: 1000 });
    expect(billed(terms, entriesOf([60]))).toEqual([1800]);
  });

  it('is a task and a day, also when one of its entries was urgent', () => {
    const urgencies = { normal: 1000, urgent: 2000 };
    const terms = termsWith({ mode: 'up', per: 'task-day', ...quarter }, { urgencies, minimumSeconds: 900 });
    const [first, second] = entriesOf([120, 240]) as [EntryFact, EntryFact];
    expect(billed(terms, [first, { ...second, urgency: 'urgent' }])).toEqual([900, 0]);
  });

  it('has its waivers taken off after rounding', () => {
    const waivers = [{ waiverId: 1, entryId: 1, seconds: 600, noticedOn: localDay(4) }];
    expect(billed(perTaskDay, entriesOf([300, 900]), { waivers })).toEqual([300, 900]);
  });
});

const consulting = (multiplierPermille: number) => ({
  workTypes: { consulting: { billable: true, multiplierPermille, courtesyReason: null } },
  defaultWorkType: 'consulting',
});

/** One and a half first, then the quarter: [recorded minutes, billed minutes], by hand. */
const multiplied: [RoundingTerms, number[], number[]][] = [
  [{ mode: 'up', per: 'entry', ...quarter }, [10, 11, 20, 21], [15, 30, 30, 45]],
  [{ mode: 'nearest', per: 'entry', ...quarter }, [4, 5, 14, 15, 24, 25], [0, 15, 15, 30, 30, 45]],
  // 15, 30, 37.5, 45 minutes after each entry: up to 15, 30, 45, 45.
  [{ mode: 'up', per: 'task-day', ...quarter }, [10, 10, 5, 5], [15, 15, 15, 0]],
  // 6, 12, 18, 24 minutes after each entry: nearest 0, 15, 15, 30.
  [{ mode: 'nearest', per: 'task-day', ...quarter }, [4, 4, 4, 4], [0, 15, 0, 15]],
];

describe('one and a half, then the quarter of an hour', () => {
  it.each(multiplied)('%j: %j minutes are billed as %j', (rounding, recorded, expected) => {
    const terms = { ...termsWith(rounding), ...consulting(1500) };
    const entries = entriesOf(recorded.map((each) => each * minutes));
    expect(billed(terms, entries)).toEqual(expected.map((each) => each * minutes));
  });
});

describe('terms of a work day', () => {
  const before = termsWith({ mode: 'up', per: 'task-day', ...quarter });
  const after = termsWith({ mode: 'nearest', per: 'task-day', ...quarter });
  const terms = [
    { version: 1, effectiveFrom: '2000-01-01', terms: before },
    { version: 2, effectiveFrom: localDay(4), terms: after },
  ];
  /** The last and the first minute beside the midnight on which the terms change, and noon of the next day. */
  const around = [worked(3, 1439), worked(4, 0), worked(4, 720)].map((when, index) => ({
    ...(entriesOf([420])[0] as EntryFact),
    entryId: index + 1,
    ...when,
  }));

  it('are those of the day on which it was done, to the minute before midnight', () => {
    // Up: 7 min cost 15. Nearest: 7 min cost 0, 14 min cost 15.
    expect(billed(before, around, { terms })).toEqual([900, 0, 900]);
  });

  it('do not follow the day on which the work was noticed', () => {
    const late = around.map((entry) => ({ ...entry, noticedOn: localDay(19) }));
    expect(billed(before, late, { terms })).toEqual([900, 0, 900]);
  });
});

describe('an entry made later for an earlier hour of the day', () => {
  it('takes the step that the first of the day opens, and the other adds nothing', () => {
    const [first, second] = entriesOf([300, 300]) as [EntryFact, EntryFact];
    const perTaskDay = termsWith({ mode: 'up', per: 'task-day', ...quarter });
    const backDated = { ...second, ...worked(3, 0), noticedOn: localDay(9) };
    expect(billed(perTaskDay, [{ ...first, ...worked(3, 600) }, backDated])).toEqual([0, 900]);
  });
});

describe('multipliers', () => {
  it('of one and a half err by half a second at most, for each of the 360 000 seconds of a hundred hours', () => {
    const terms = termsWith({});
    let worst = 0;
    for (let seconds = 1; seconds <= 360_000; seconds += 1)
      worst = Math.max(worst, Math.abs(billGroup(seconds * 1_500_000, terms) - seconds * 1.5));
    expect(worst).toBe(0.5);
  });

  it('of one and a half err by less than a second, from one second to a hundred hours', () => {
    const terms = termsWith({}, consulting(1500));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 360_000 }), (seconds) => {
        const [got = NaN] = billed(terms, entriesOf([seconds]));
        expect(Number.isInteger(got)).toBe(true);
        expect(Math.abs(got - seconds * 1.5)).toBeLessThan(1);
      }),
      { numRuns: 2000 },
    );
  });

  it('err by less than a second for a whole task and day, however it is cut into entries', () => {
    const terms = termsWith({ per: 'task-day' }, consulting(1500));
    const cuts = fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 18 });
    fc.assert(
      fc.property(cuts, (seconds) => {
        const total = (all: number[]) => all.reduce((sum, each) => sum + each, 0);
        const got = billed(terms, entriesOf(seconds));
        expect(Math.abs(total(got) - total(seconds) * 1.5)).toBeLessThan(1);
        expect(got.every((each) => each >= 0)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('of work type and urgency are multiplied without rounding in between', () => {
    const terms = termsWith({}, { ...consulting(1333), urgencies: { normal: 1000, urgent: 1500 } });
    const urgent = entriesOf([100 * 3600]).map((entry) => ({ ...entry, urgency: 'urgent' }));
    // 360 000 × 1.333 × 1.5 = 719 820 exactly; 1.9995 rounded to 2.000 would bill 720 000.
    expect(billed(terms, urgent)).toEqual([719_820]);
  });

  it('round half a second up', () => {
    expect(billed(termsWith({}, consulting(1500)), entriesOf([1]))).toEqual([2]);
    expect(billed(termsWith({}, consulting(1250)), entriesOf([1]))).toEqual([1]);
    expect(billed(termsWith({}, consulting(500)), entriesOf([1]))).toEqual([1]);
  });
});
