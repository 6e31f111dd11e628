import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, type Day } from '../../server/base/days.js';
import {
  forecastRunOut,
  type RunOut,
  type RunOutInput,
  type RunOutPackage,
  whyNoForecast,
} from '../../server/ledger/rules/run-out.js';

const today = '2026-03-01';
/** Each run walks a thousand paths: three hundred of them are a minute of one core less than a thousand. */
const numRuns = 120;

const day = (least: number, most: number) =>
  fc.integer({ min: least, max: most }).map((n) => addDays(today, n));
const onePackage: fc.Arbitrary<RunOutPackage> = fc.record({
  leftSeconds: fc.integer({ min: 0, max: 300 * 3600 }),
  validFrom: fc.oneof(fc.constant('2025-01-01'), day(-3, 60)),
  expiresOn: fc.oneof(fc.constant(null), day(-3, 200)),
});
const seconds = fc.oneof(fc.constant(0), fc.integer({ min: -3600, max: 60 * 3600 }));
const input: fc.Arbitrary<RunOutInput> = fc.record({
  today: fc.constant(today),
  accountingStartsOn: fc.oneof({ weight: 3, arbitrary: fc.constant('2025-01-01') }, day(-84, -28)),
  weeklyBurnSeconds: fc.array(seconds, { minLength: 12, maxLength: 12 }),
  packages: fc.array(onePackage, { maxLength: 4 }),
  plannedWeeks: fc.array(
    fc.option(
      fc.record({
        seconds: fc.integer({ min: 0, max: 60 * 3600 }),
        asBefore: fc.integer({ min: 0, max: 7 }).map((days) => days / 7),
      }),
    ),
    { maxLength: 3 },
  ),
});

/** Days as text; no date is later than every date. */
function dates(said: RunOut): Day[] {
  return [said.on90, said.on50, said.band.to].map((each) => each ?? '9999-12-31');
}

function expectNoneEarlier(later: RunOut | null, earlier: RunOut | null): void {
  if (later === null || earlier === null) return;
  const before = dates(earlier);
  expect(dates(later).every((each, index) => each >= (before[index] ?? ''))).toBe(true);
}

describe('the run-out forecast', () => {
  it('is the same for the same client, whoever was asked for in between', () => {
    fc.assert(
      fc.property(input, input, (one, other) => {
        const first = forecastRunOut(one);
        forecastRunOut(other);
        expect(forecastRunOut(structuredClone(one))).toEqual(first);
      }),
      { numRuns: 100 },
    );
  });

  it('has its dates in order, none before today', () => {
    fc.assert(
      fc.property(input, (one) => {
        const said = forecastRunOut(one);
        if (said === null) return;
        const [on90 = '', on50 = '', by90 = ''] = dates(said);
        expect(today <= on90 && on90 <= on50 && on50 <= by90).toBe(true);
        expect(said.band.from).toBe(said.on90);
      }),
      { numRuns },
    );
  });

  it('never comes earlier with more hours in a package', () => {
    fc.assert(
      fc.property(input, fc.nat(3), fc.integer({ min: 1, max: 360_000 }), (one, which, more) => {
        const packages = one.packages.map((each, index) =>
          index === which ? { ...each, leftSeconds: each.leftSeconds + more } : each,
        );
        expectNoneEarlier(forecastRunOut({ ...one, packages }), forecastRunOut(one));
      }),
      { numRuns },
    );
  });

  it('never comes earlier with one more package', () => {
    fc.assert(
      fc.property(input, onePackage, (one, added) => {
        const packages = [...one.packages, added];
        expectNoneEarlier(forecastRunOut({ ...one, packages }), forecastRunOut(one));
      }),
      { numRuns },
    );
  });

  it('never comes later with more burn in any week', () => {
    fc.assert(
      fc.property(input, fc.array(fc.nat(36_000), { minLength: 12, maxLength: 12 }), (one, more) => {
        const weeklyBurnSeconds = one.weeklyBurnSeconds.map((each, week) => each + (more[week] ?? 0));
        expectNoneEarlier(forecastRunOut(one), forecastRunOut({ ...one, weeklyBurnSeconds }));
      }),
      { numRuns },
    );
  });

  it('never comes later with more planned in any week', () => {
    fc.assert(
      fc.property(input, fc.array(fc.nat(36_000), { minLength: 3, maxLength: 3 }), (one, more) => {
        const plannedWeeks = (one.plannedWeeks ?? []).map((each, week) =>
          each === null ? null : { ...each, seconds: each.seconds + (more[week] ?? 0) },
        );
        expectNoneEarlier(forecastRunOut(one), forecastRunOut({ ...one, plannedWeeks }));
      }),
      { numRuns },
    );
  });

  it('is none without burn, whatever is left', () => {
    fc.assert(
      fc.property(input, (one) => {
        const weeklyBurnSeconds = one.weeklyBurnSeconds.map((each) => Math.min(0, each));
        expect(forecastRunOut({ ...one, weeklyBurnSeconds, plannedWeeks: [] })).toBeNull();
      }),
      { numRuns },
    );
  });

  it('says a date or why there is none, never both', () => {
    fc.assert(
      fc.property(input, (one) => {
        expect(forecastRunOut(one) === null).toBe(whyNoForecast(one) !== null);
      }),
      { numRuns },
    );
  });

  it('is too early from the work of a single week, however much it was', () => {
    fc.assert(
      fc.property(input, fc.nat(11), fc.integer({ min: 1, max: 360_000 }), (one, week, burnt) => {
        const weeklyBurnSeconds = Array.from({ length: 12 }, (_, index) => (index === week ? burnt : 0));
        const single = { ...one, accountingStartsOn: '2025-01-01', weeklyBurnSeconds, plannedWeeks: [] };
        expect(forecastRunOut(single)).toBeNull();
        expect(whyNoForecast(single)).toBe('too-early');
      }),
      { numRuns },
    );
  });
});
