import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays } from '../../../server/base/days.js';
import { forecastBand } from '../../../server/ledger/rules/burn-band.js';
import { forecastRunOut, type RunOutInput } from '../../../server/ledger/rules/run-out.js';

const hour = 3600;
const today = '2026-03-01';

function given(more: Partial<RunOutInput> = {}): RunOutInput {
  return {
    today,
    accountingStartsOn: '2025-01-01',
    weeklyBurnSeconds: Array.from({ length: 12 }, () => 10 * hour),
    packages: [{ leftSeconds: 60 * hour, validFrom: '2025-01-01', expiresOn: null }],
    ...more,
  };
}

describe('the band of hours that may be left', () => {
  it('has one point a week, and none without history', () => {
    expect(forecastBand(given(), 16).map(({ day }) => day)).toEqual(
      Array.from({ length: 16 }, (_, week) => addDays(today, (week + 1) * 7)),
    );
    expect(forecastBand(given({ weeklyBurnSeconds: [] }), 16)).toEqual([]);
  });

  it('ends where the run-out date says', () => {
    const said = forecastRunOut(given());
    const band = forecastBand(given(), 16);
    const firstEmpty = (of: 'lowSeconds' | 'midSeconds') => band.find((point) => point[of] === 0)?.day ?? '';
    // The band has a point a week, the run-out date is a day: it lies in the week before the first empty point.
    for (const [date, of] of [
      [said?.on90, 'lowSeconds'],
      [said?.on50, 'midSeconds'],
    ] as const) {
      expect(firstEmpty(of) >= (date ?? '')).toBe(true);
      expect(firstEmpty(of) <= addDays(date ?? today, 8)).toBe(true);
    }
  });

  it('counts hours only while they are usable', () => {
    const later = given({
      packages: [
        { leftSeconds: 20 * hour, validFrom: '2025-01-01', expiresOn: '2026-03-10' },
        { leftSeconds: 500 * hour, validFrom: '2026-04-01', expiresOn: null },
      ],
    });
    const band = forecastBand(later, 8);
    expect(band[0]?.highSeconds).toBeLessThanOrEqual(20 * hour);
    // 15 March: the first is over, the second not yet usable.
    expect(band[1]?.highSeconds).toBe(0);
    expect(band[5]?.midSeconds).toBeGreaterThan(400 * hour);
  });

  it('is never above what there is, never below nothing, and in order', () => {
    const weeks = fc.array(fc.nat(60), { minLength: 4, maxLength: 12 });
    fc.assert(
      fc.property(weeks, fc.integer({ min: 1, max: 400 }), (burn, left) => {
        const input = given({
          weeklyBurnSeconds: burn.map((hours) => hours * hour),
          packages: [{ leftSeconds: left * hour, validFrom: '2025-01-01', expiresOn: null }],
        });
        for (const { lowSeconds, midSeconds, highSeconds } of forecastBand(input, 6)) {
          expect(0 <= lowSeconds && lowSeconds <= midSeconds && midSeconds <= highSeconds).toBe(true);
          expect(highSeconds).toBeLessThanOrEqual(left * hour);
        }
      }),
      { numRuns: 20 },
    );
  });
});
