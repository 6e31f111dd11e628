import { describe, expect, it } from '@jest/globals';
import { addDays } from '../../../server/base/days.js';
import { forecastRunOut, type RunOutInput, whyNoForecast } from '../../../server/ledger/rules/run-out.js';

const hour = 3600;
const today = '2026-03-01';

function given(more: Partial<RunOutInput> & { leftHours?: number } = {}): RunOutInput {
  const { leftHours = 60, ...rest } = more;
  return {
    today,
    accountingStartsOn: '2025-01-01',
    weeklyBurnSeconds: Array.from({ length: 12 }, () => 10 * hour),
    packages: [{ leftSeconds: leftHours * hour, validFrom: '2025-01-01', expiresOn: null }],
    ...rest,
  };
}
const planned = (seconds: number) => ({ seconds, asBefore: 0 });
const inDays = (days: number) => addDays(today, days);

describe('the run-out forecast', () => {
  it('of a steady client lies around balance ÷ burn, the 90 % date before it', () => {
    const said = forecastRunOut(given());
    expect(said).not.toBeNull();
    // 60 hours at 10 a week: six weeks.
    expect((said?.on50 ?? '') >= inDays(35) && (said?.on50 ?? '') <= inDays(49)).toBe(true);
    expect((said?.on90 ?? '') >= inDays(14) && (said?.on90 ?? '') < (said?.on50 ?? '')).toBe(true);
    expect(said?.band.from).toBe(said?.on90);
    expect((said?.band.to ?? '') > (said?.on50 ?? '')).toBe(true);
  });

  it('is wider for a client who works by fits and starts', () => {
    const uneven = [0, 40, 0, 0, 35, 0, 5, 0, 0, 40, 0, 0].map((hours) => hours * hour);
    const steady = forecastRunOut(given());
    const wide = forecastRunOut(given({ weeklyBurnSeconds: uneven }));
    expect((wide?.on90 ?? '') < (steady?.on90 ?? '')).toBe(true);
    expect((wide?.band.to ?? '') > (steady?.band.to ?? '')).toBe(true);
  });

  it('says nothing without burn, or before four whole weeks of accounting', () => {
    expect(forecastRunOut(given({ weeklyBurnSeconds: Array.from({ length: 12 }, () => 0) }))).toBeNull();
    expect(forecastRunOut(given({ weeklyBurnSeconds: [] }))).toBeNull();
    expect(forecastRunOut(given({ accountingStartsOn: addDays(today, -27) }))).toBeNull();
    expect(forecastRunOut(given({ accountingStartsOn: addDays(today, -28) }))).not.toBeNull();
  });

  it('tells why it says nothing', () => {
    const weeks = (busy: number) => Array.from({ length: 12 }, (_, week) => (week < busy ? 10 * hour : 0));
    expect(whyNoForecast(given({ weeklyBurnSeconds: weeks(0) }))).toBe('nothing-used');
    expect(whyNoForecast(given({ weeklyBurnSeconds: weeks(1) }))).toBe('too-early');
    expect(whyNoForecast(given({ weeklyBurnSeconds: weeks(2) }))).toBeNull();
    expect(whyNoForecast(given({ accountingStartsOn: addDays(today, -27) }))).toBe('too-early');
    expect(whyNoForecast(given({ weeklyBurnSeconds: weeks(1), plannedWeeks: [planned(hour)] }))).toBeNull();
  });

  it('takes no week before accounting for a week of rest', () => {
    const short = [...Array.from({ length: 8 }, () => 0), ...Array.from({ length: 4 }, () => 10 * hour)];
    const young = forecastRunOut(
      given({ weeklyBurnSeconds: short, accountingStartsOn: addDays(today, -28) }),
    );
    const old = forecastRunOut(given({ weeklyBurnSeconds: short }));
    expect((young?.on50 ?? '') < (old?.on50 ?? '')).toBe(true);
  });

  it('ends with the expiry of the last package, on its last usable day', () => {
    const expiresOn = inDays(20);
    const packages = [{ leftSeconds: 1000 * hour, validFrom: '2025-01-01', expiresOn }];
    expect(forecastRunOut(given({ packages }))).toEqual({
      on50: expiresOn,
      on90: expiresOn,
      band: { from: expiresOn, to: expiresOn },
    });
  });

  it('goes on with a package that becomes valid the day after, and ends before one that comes later', () => {
    const first = { leftSeconds: 1000 * hour, validFrom: '2025-01-01', expiresOn: inDays(7) };
    const next = (validFrom: string) => ({ leftSeconds: 1000 * hour, validFrom, expiresOn: inDays(28) });
    expect(forecastRunOut(given({ packages: [next(inDays(8)), first] }))?.on50).toBe(inDays(28));
    expect(forecastRunOut(given({ packages: [next(inDays(9)), first] }))?.on50).toBe(inDays(7));
  });

  it('is today when nothing usable is left, and beyond two years no date at all', () => {
    expect(forecastRunOut(given({ leftHours: 0 }))).toMatchObject({ on50: today, on90: today });
    expect(forecastRunOut(given({ leftHours: 100_000 }))).toMatchObject({ on50: null, on90: null });
  });

  it('burns as before on the days of a week that no plan covers', () => {
    const asBefore = forecastRunOut(given({}));
    const open = forecastRunOut(given({ plannedWeeks: [{ seconds: 0, asBefore: 1 }] }));
    expect(open).toEqual(asBefore);
    const half = forecastRunOut(given({ plannedWeeks: [{ seconds: 0, asBefore: 0.5 }] }));
    const rest = forecastRunOut(given({ plannedWeeks: [planned(0)] }));
    expect([(asBefore?.on50 ?? '') <= (half?.on50 ?? ''), (half?.on50 ?? '') <= (rest?.on50 ?? '')]).toEqual([
      true,
      true,
    ]);
    expect((asBefore?.on50 ?? '') < (rest?.on50 ?? '')).toBe(true);
  });

  it('takes planned weeks as they are planned', () => {
    const plannedWeeks = [planned(60 * hour)];
    const said = forecastRunOut(given({ plannedWeeks }));
    expect(said).toMatchObject({ on50: inDays(7), on90: inDays(7), band: { to: inDays(7) } });
    const rest = forecastRunOut(given({ plannedWeeks: [planned(0), planned(0), null] }));
    expect((rest?.on90 ?? '') > inDays(14)).toBe(true);
    const silent = Array.from({ length: 12 }, () => 0);
    expect(forecastRunOut(given({ weeklyBurnSeconds: silent, plannedWeeks }))?.on50).toBe(inDays(7));
  });

  it('counts corrections that outweigh a week as a week of rest', () => {
    const burn = Array.from({ length: 12 }, (_, week) => (week === 3 ? -5 * hour : 10 * hour));
    const rest = burn.map((seconds) => Math.max(0, seconds));
    expect(forecastRunOut(given({ weeklyBurnSeconds: burn }))).toEqual(
      forecastRunOut(given({ weeklyBurnSeconds: rest })),
    );
  });
});
