import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { type ScheduleRule, nextDue, nextWorkingMorning } from '../../../server/base/next-due.js';

const at = (iso: string, zone = 'UTC') => DateTime.fromISO(iso, { zone }).toMillis();
const utc = (instant: number) => new Date(instant).toISOString().slice(0, 16);
const zones = [
  'Europe/Berlin',
  'Europe/Moscow',
  'America/Sao_Paulo',
  'America/New_York',
  'Asia/Vladivostok',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
];

/** What falls due from `from` on, `count` times. */
function firings(rule: ScheduleRule, from: number, zone: string, count: number): number[] {
  const fired: number[] = [];
  for (let last = from; fired.length < count; last = fired.at(-1) ?? last)
    fired.push(nextDue(rule, last, zone));
  return fired;
}

describe('a weekly schedule', () => {
  const friday: ScheduleRule = { every: 'week', weekday: 5, time: '17:30' };

  it('falls due later today, next week once it has fired, and never at the same instant again', () => {
    const first = nextDue(friday, at('2026-03-13T09:00', 'Europe/Moscow'), 'Europe/Moscow');
    expect(utc(first)).toBe('2026-03-13T14:30');
    expect(utc(nextDue(friday, first, 'Europe/Moscow'))).toBe('2026-03-20T14:30');
    expect(nextDue(friday, first - 1, 'Europe/Moscow')).toBe(first);
  });

  it('keeps the client’s wall clock when summer time begins', () => {
    expect(firings(friday, at('2026-03-20'), 'Europe/Berlin', 3).map(utc)).toEqual([
      '2026-03-20T16:30',
      '2026-03-27T16:30',
      '2026-04-03T15:30',
    ]);
  });

  it('goes by the client’s day, not the portal’s or the server’s', () => {
    const monday: ScheduleRule = { every: 'week', weekday: 1, time: '21:00' };
    // It is Tuesday on a portal ten hours ahead of UTC while the client, three hours behind, still has Monday.
    const due = nextDue(monday, at('2026-06-15T09:00', 'Asia/Vladivostok'), 'America/Sao_Paulo');
    expect(utc(due)).toBe('2026-06-16T00:00');
    expect(DateTime.fromMillis(due, { zone: 'Asia/Vladivostok' }).toFormat('ccc HH:mm')).toBe('Tue 10:00');
  });
});

describe('a local time that a clock change touches', () => {
  const sunday = (time: string): ScheduleRule => ({ every: 'week', weekday: 7, time });
  const skipped: [string, string, string, string][] = [
    ['Europe/Berlin', '2026-03-29', '02:30', '2026-03-29T01:00'],
    ['America/New_York', '2026-03-08', '02:30', '2026-03-08T07:00'],
    ['America/Sao_Paulo', '2018-11-04', '00:15', '2018-11-04T03:00'],
    ['Australia/Lord_Howe', '2026-10-04', '02:10', '2026-10-03T15:30'],
  ];
  it.each(skipped)('%s skips it on %s: %s becomes the first valid instant', (zone, day, time, due) => {
    expect(utc(nextDue(sunday(time), at(day, zone) - 1, zone))).toBe(due);
    const next = nextDue(sunday(time), nextDue(sunday(time), at(day, zone) - 1, zone), zone);
    expect(DateTime.fromMillis(next, { zone }).toFormat('yyyy-MM-dd HH:mm')).toBe(
      `${DateTime.fromISO(day).plus({ days: 7 }).toISODate()} ${time}`,
    );
  });

  const twice: [string, string, string, string][] = [
    ['Europe/Berlin', '2026-10-25', '02:30', '2026-10-25T00:30'],
    ['America/New_York', '2026-11-01', '01:30', '2026-11-01T05:30'],
    ['Australia/Lord_Howe', '2026-04-05', '01:45', '2026-04-04T14:45'],
  ];
  it.each(twice)('%s shows it twice on %s: %s falls due the first time only', (zone, day, time, due) => {
    const first = nextDue(sunday(time), at(day, zone) - 1, zone);
    expect(utc(first)).toBe(due);
    expect(nextDue(sunday(time), first, zone) - first).toBeGreaterThan(6 * 86_400_000);
    expect(nextDue(sunday(time), first + 1_800_001, zone) - first).toBeGreaterThan(6 * 86_400_000);
  });

  it('a midnight that happens twice belongs to its own day', () => {
    const saturday: ScheduleRule = { every: 'week', weekday: 6, time: '23:30' };
    expect(utc(nextDue(saturday, at('2018-02-17T12:00'), 'America/Sao_Paulo'))).toBe('2018-02-18T01:30');
  });
});

describe('a monthly schedule', () => {
  it('falls due on its day of every month', () => {
    const rule: ScheduleRule = { every: 'month', day: 1, time: '10:00' };
    expect(firings(rule, at('2026-11-25'), 'Asia/Vladivostok', 3).map(utc)).toEqual([
      '2026-12-01T00:00',
      '2027-01-01T00:00',
      '2027-02-01T00:00',
    ]);
  });
});

describe('the last working day of a month', () => {
  const rule: ScheduleRule = { every: 'last-working-day', time: '18:00' };

  it('is a Friday where the month ends on a weekend', () => {
    expect(firings(rule, at('2026-01-01'), 'Europe/Moscow', 5).map(utc)).toEqual([
      '2026-01-30T15:00',
      '2026-02-27T15:00',
      '2026-03-31T15:00',
      '2026-04-30T15:00',
      '2026-05-29T15:00',
    ]);
  });

  it('follows the company calendar', () => {
    const isWorking = (day: DateTime) => day.weekday <= 5 && day.toISODate() !== '2026-12-31';
    expect(utc(nextDue(rule, at('2026-12-05'), 'Europe/Moscow', isWorking))).toBe('2026-12-30T15:00');
  });

  it('waits for the next month when it is over for today', () => {
    expect(utc(nextDue(rule, at('2026-03-31T18:00', 'Europe/Moscow'), 'Europe/Moscow'))).toBe(
      '2026-04-30T15:00',
    );
  });
});

describe('the morning after', () => {
  it.each([
    ['2026-03-12T23:30', '2026-03-13T07:00'],
    ['2026-03-13T09:00', '2026-03-16T07:00'],
    ['2026-03-15T12:00', '2026-03-16T07:00'],
    ['2026-03-16T00:30', '2026-03-17T07:00'],
  ])('%s is at ten of the next working day', (used, due) => {
    expect(utc(nextWorkingMorning(at(used, 'Europe/Moscow'), 'Europe/Moscow'))).toBe(due);
  });

  it('keeps ten o’clock across a clock change', () => {
    expect(utc(nextWorkingMorning(at('2026-03-27T12:00', 'Europe/Berlin'), 'Europe/Berlin'))).toBe(
      '2026-03-30T08:00',
    );
  });
});

describe('whatever the rule, zone and start', () => {
  const time = fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 10, 30, 45))
    .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);
  const anyRule: fc.Arbitrary<ScheduleRule> = fc.oneof(
    fc.record({ every: fc.constant('week' as const), weekday: fc.integer({ min: 1, max: 7 }), time }),
    fc.record({ every: fc.constant('month' as const), day: fc.integer({ min: 1, max: 28 }), time }),
    fc.record({ every: fc.constant('last-working-day' as const), time }),
  );
  const anyStart = fc.integer({ min: at('2017-01-01'), max: at('2019-12-01') });

  it('each local occurrence fires once, none is left out, and looking at it at any moment does not matter', () => {
    fc.assert(
      fc.property(
        anyRule,
        fc.constantFrom(...zones),
        anyStart,
        fc.array(fc.nat(99), { minLength: 8, maxLength: 8 }),
        (rule, zone, start, glances) => {
          const fired = firings(rule, start, zone, 8);
          const days = fired.map((due) => DateTime.fromMillis(due, { zone }).toISODate() ?? '');
          expect(new Set(days).size).toBe(days.length);
          expect(days).toEqual(occurrences(rule, days[0] ?? '', days.length));
          fired.forEach((due, index) => {
            const before = fired[index - 1] ?? start;
            const glance = Math.floor(before + ((due - before - 1) * (glances[index] ?? 0)) / 100);
            expect(nextDue(rule, glance, zone)).toBe(due);
          });
        },
      ),
      { numRuns: 80 },
    );
  });
});

/** The rule's days from `first` on, by the calendar alone. */
function occurrences(rule: ScheduleRule, first: string, count: number): string[] {
  const days: string[] = [];
  for (let day = DateTime.fromISO(first, { zone: 'utc' }); days.length < count; day = day.plus({ days: 1 })) {
    if (isDue(rule, day)) days.push(day.toISODate() ?? '');
  }
  return days;
}

function isDue(rule: ScheduleRule, day: DateTime): boolean {
  if (rule.every === 'week') return day.weekday === rule.weekday;
  if (rule.every === 'month') return day.day === rule.day;
  const end = day.endOf('month');
  const last = end.weekday > 5 ? end.minus({ days: end.weekday - 5 }) : end;
  return day.hasSame(last, 'day');
}
