import { describe, expect, it } from '@jest/globals';
import { defaultTerms, type Terms } from '../../../server/base/terms.js';
import { compareReplays } from '../../../server/ledger/rules/compare-replays.js';
import { target } from '../../../server/ledger/rules/target.js';
import type { EntryFact } from '../../../server/ledger/rules/types.js';
import { noFacts, worked } from '../../given/facts.js';
import { localDay } from '../../given/ledger-days.js';

const period = { from: localDay(2), to: localDay(4) };
const quarterPerTaskDay: Terms = {
  ...defaultTerms,
  rounding: { mode: 'up', stepSeconds: 900, per: 'task-day' },
};

function entry(entryId: number, day: number, more: Partial<EntryFact> = {}): EntryFact {
  return {
    ...{ entryId, taskId: 1, userId: 1, seconds: 600, ...worked(day, 600 + entryId) },
    ...{ workType: 'consulting', urgency: 'normal', courtesyReason: null },
    ...{ noticedOn: localDay(day), textKey: '' },
    ...more,
  };
}

function linesUnder(terms: Terms, entries: EntryFact[]) {
  const facts = { ...noFacts(), entries, terms: [{ version: 1, effectiveFrom: '2000-01-01', terms }] };
  return target(facts, [], localDay(20)).lines;
}

function compared(before: Terms, after: Terms, entries: EntryFact[]) {
  return compareReplays(linesUnder(before, entries), linesUnder(after, entries), period);
}

const whyOf = (before: Terms, after: Terms, entries: EntryFact[]) =>
  compared(before, after, entries).differing.map((each) => [each.before.entryId, ...each.why]);

const consulting = (more: Partial<Terms['workTypes'][string]>): Terms => ({
  ...defaultTerms,
  workTypes: {
    ...defaultTerms.workTypes,
    consulting: { billable: true, multiplierPermille: 1000, courtesyReason: null, ...more },
  },
});

describe('two replays', () => {
  it('count work of the period alone', () => {
    const entries = [entry(1, 1), entry(2, 2), entry(3, 4), entry(4, 5)];
    const {
      entries: count,
      before,
      after,
      differing,
    } = compared(defaultTerms, consulting({ multiplierPermille: 1500 }), entries);
    expect([count, before.billedSeconds, after.billedSeconds]).toEqual([2, 1200, 1800]);
    expect(before.recordedSeconds).toBe(after.recordedSeconds);
    expect(differing.map((each) => each.before.entryId)).toEqual([2, 3]);
  });

  it('name the multiplier, the minimum, the rounding and what is not billed any more', () => {
    const one = [entry(1, 3)];
    expect(whyOf(defaultTerms, consulting({ multiplierPermille: 1500 }), one)).toEqual([[1, 'multiplier']]);
    expect(whyOf(defaultTerms, { ...defaultTerms, minimumSeconds: 1800 }, one)).toEqual([[1, 'minimum']]);
    expect(whyOf(defaultTerms, quarterPerTaskDay, one)).toEqual([[1, 'rounding']]);
    const free = consulting({ billable: false, courtesyReason: 'goodwill' });
    expect(whyOf(defaultTerms, free, one)).toEqual([[1, 'billable']]);
    const both = { ...consulting({ multiplierPermille: 2000 }), rounding: quarterPerTaskDay.rounding };
    expect(whyOf(defaultTerms, both, one)).toEqual([[1, 'multiplier', 'rounding']]);
  });

  it('name the usual work type where nobody said another', () => {
    const entries = [entry(1, 3, { workType: null })];
    const usual = { ...consulting({ multiplierPermille: 2000 }), defaultWorkType: 'consulting' };
    expect(whyOf(defaultTerms, usual, entries)).toEqual([[1, 'work-type', 'multiplier']]);
    const { workTypes } = compared(defaultTerms, usual, entries);
    expect(
      workTypes.map((each) => [each.workType, each.before.billedSeconds, each.after.billedSeconds]),
    ).toEqual([
      ['consulting', 0, 1200],
      ['other', 600, 0],
    ]);
  });

  it('say when only the others of the task and day made the difference', () => {
    const before = { ...quarterPerTaskDay, workTypes: consulting({}).workTypes };
    const after = {
      ...quarterPerTaskDay,
      workTypes: {
        ...before.workTypes,
        parsing: { billable: true, multiplierPermille: 2000, courtesyReason: null },
      },
    };
    // 10 min parsing, then 6 min consulting: 15 + 15 becomes 30 + 0 when parsing counts twice.
    const entries = [entry(1, 3, { workType: 'parsing' }), entry(2, 3, { seconds: 360 })];
    expect(whyOf(before, after, entries)).toEqual([
      [1, 'multiplier'],
      [2, 'group'],
    ]);
  });

  it('of the same terms differ in nothing', () => {
    const { before, after, differing } = compared(quarterPerTaskDay, quarterPerTaskDay, [
      entry(1, 3),
      entry(2, 3),
    ]);
    expect(differing).toEqual([]);
    expect(after).toEqual(before);
  });
});
