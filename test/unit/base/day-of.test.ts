import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { addDays, dayOf } from '../../../server/base/days.js';

const zones = [
  'Europe/Moscow',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'Pacific/Apia',
  'UTC',
];

it('the local day is the calendar’s, remembered or not, also around midnight and changes of the clock', () => {
  const at = fc.integer({ min: Date.UTC(1970, 0, 1), max: Date.UTC(2040, 0, 1) });
  const nearMidnight = fc
    .tuple(
      fc.integer({ min: 0, max: 25_000 }),
      fc.integer({ min: -2_000, max: 2_000 }),
      fc.integer({ min: 0, max: 95 }),
    )
    .map(([day, seconds, quarter]) => Math.max(0, day * 86_400_000 + quarter * 900_000 + seconds));
  fc.assert(
    fc.property(fc.oneof(at, nearMidnight), fc.constantFrom(...zones), (instant, zone) => {
      const day = DateTime.fromMillis(instant, { zone }).toISODate();
      expect(dayOf(instant, zone)).toBe(day);
      expect(dayOf(instant, zone)).toBe(day);
    }),
    { numRuns: 2_000 },
  );
});

it('days are added as the calendar does, remembered or not, over leap years and centuries; what is no day is refused', () => {
  const from = fc
    .integer({ min: -719_162, max: 2_932_896 })
    .map((day) => DateTime.fromMillis(day * 86_400_000));
  fc.assert(
    fc.property(from, fc.integer({ min: -4_000, max: 4_000 }), (date, days) => {
      const utc = date.toUTC();
      for (const sum of [1, 2].map(() => addDays(utc.toISODate() ?? '', days)))
        expect(sum).toBe(utc.plus({ days }).toISODate());
    }),
    { numRuns: 2_000 },
  );
  for (let days = 0; days <= 10_000; days += 1) addDays('2026-01-01', days);
  expect(addDays('2026-01-01', 10_001)).toBe('2053-05-20');
  for (const noDay of ['', '2026-02-30', '2026-13-01', 'tomorrow'])
    expect(() => addDays(noDay, 1)).toThrow(RangeError);
});
