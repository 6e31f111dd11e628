import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { dayOf } from '../../../server/base/days.js';

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
