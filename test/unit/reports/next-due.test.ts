import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { isCron } from '../../../server/base/cron-days.js';
import {
  type ScheduleRule,
  mondayToFriday,
  nextDue,
  nextWorkingMorning,
} from '../../../server/base/next-due.js';
import { isWorkingIn } from '../../../server/base/work-calendar.js';

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
function firings(
  rule: ScheduleRule,
  from: number,
  zone: string,
  count: number,
  isWorking = mondayToFriday,
): number[] {
  const fired: number[] = [];
  for (let last = from; fired.length < count; last = fired.at(-1) ?? last)
    fired.push(nextDue(rule, last, zone, isWorking));
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
  const sunday = (time: string): ScheduleRule => ({ every: 'week', weekday: 7, time, onDayOff: 'keep' });
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
    const saturday: ScheduleRule = { every: 'week', weekday: 6, time: '23:30', onDayOff: 'keep' };
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

describe('a cron expression', () => {
  const cron = (expression: string, onDayOff: 'move' | 'keep' = 'keep'): ScheduleRule => ({
    ...{ every: 'cron', expression, onDayOff },
  });

  it('falls due by the client’s wall clock', () => {
    expect(firings(cron('30 9 * * MON#1'), at('2026-03-01'), 'Europe/Berlin', 3).map(utc)).toEqual([
      '2026-03-02T08:30',
      '2026-04-06T07:30',
      '2026-05-04T07:30',
    ]);
    expect(utc(nextDue(cron('15 18 L * *'), at('2026-02-01'), 'Asia/Vladivostok'))).toBe('2026-02-28T08:15');
  });

  it('falls due at most once on a day', () => {
    expect(firings(cron('*/10 8-18 * * *'), at('2026-03-02'), 'UTC', 2).map(utc)).toEqual([
      '2026-03-02T08:00',
      '2026-03-03T08:00',
    ]);
  });

  it('takes the first valid instant of a gap and the first of two', () => {
    const daily = cron('30 2 * * *');
    expect(utc(nextDue(daily, at('2026-03-28T12:00'), 'Europe/Berlin'))).toBe('2026-03-29T01:00');
    expect(firings(daily, at('2026-10-24T12:00'), 'Europe/Berlin', 2).map(utc)).toEqual([
      '2026-10-25T00:30',
      '2026-10-26T01:30',
    ]);
  });

  it.each(['', '* * * *', '* * * * * *', '@daily', '61 10 * * *', '0 10 31 2 *', 'каждый день'])(
    'is not %j',
    (expression) => {
      expect(isCron(expression)).toBe(false);
    },
  );

  it.each(['0 10 * * 1', '0 10 29 2 *', '5 4 15W * *', '0 9,18 1-7 */2 MON-FRI'])('is %j', (expression) => {
    expect(isCron(expression)).toBe(true);
  });
});

describe('days off', () => {
  const days = (from: string, to: string): string[] => {
    const all: string[] = [];
    for (let day = DateTime.fromISO(from); day <= DateTime.fromISO(to); day = day.plus({ days: 1 }))
      all.push(day.toISODate() ?? '');
    return all;
  };
  const russian = isWorkingIn({
    weekdays: new Set([1, 2, 3, 4, 5]),
    holidays: new Set([
      '01-01',
      '01-02',
      '01-05',
      '01-06',
      '01-07',
      '01-08',
      '03-08',
      ...days('2026-01-09', '2026-01-09'),
    ]),
    workdays: new Set(['2026-02-28']),
  });
  const moscow = 'Europe/Moscow';

  it('move a week day and a day of the month to the next working day', () => {
    const friday: ScheduleRule = { every: 'week', weekday: 5, time: '10:00' };
    expect(utc(nextDue(friday, at('2026-01-01'), moscow, russian))).toBe('2026-01-12T07:00');
    const eighth: ScheduleRule = { every: 'month', day: 8, time: '10:00' };
    expect(utc(nextDue(eighth, at('2026-03-01'), moscow, russian))).toBe('2026-03-09T07:00');
  });

  it('hold nothing back that shall be kept', () => {
    const eighth: ScheduleRule = { every: 'month', day: 8, time: '10:00', onDayOff: 'keep' };
    expect(utc(nextDue(eighth, at('2026-03-01'), moscow, russian))).toBe('2026-03-08T07:00');
  });

  it('make one of what falls together on the day after them', () => {
    const daily: ScheduleRule = { every: 'cron', expression: '0 10 * * *' };
    const fired = firings(daily, at('2025-12-31'), moscow, 4, russian).map((due) => utc(due).slice(0, 10));
    expect(fired).toEqual(['2025-12-31', '2026-01-12', '2026-01-13', '2026-01-14']);
  });

  it('let the last working day be the one before, and a worked Saturday count', () => {
    const last: ScheduleRule = { every: 'last-working-day', time: '18:00' };
    expect(utc(nextDue(last, at('2026-02-10'), moscow, russian))).toBe('2026-02-28T15:00');
    expect(utc(nextDue(last, at('2026-05-10'), moscow, russian))).toBe('2026-05-29T15:00');
  });

  it('do not hide an occurrence for ever in a calendar without a working day', () => {
    const never = isWorkingIn({
      weekdays: new Set([1]),
      holidays: new Set(
        Array.from({ length: 12 }, (_, month) =>
          days(
            `2024-${String(month + 1).padStart(2, '0')}-01`,
            `2024-${String(month + 1).padStart(2, '0')}-28`,
          ),
        )
          .flat()
          .map((day) => day.slice(5)),
      ),
      workdays: new Set(),
    });
    const monday: ScheduleRule = { every: 'week', weekday: 1, time: '10:00' };
    expect(nextDue(monday, at('2026-03-03'), moscow, never)).toBeLessThan(at('2026-06-15'));
  });

  it('let a day of a short month be its last one', () => {
    const rule: ScheduleRule = { every: 'month', day: 31, time: '10:00', onDayOff: 'keep' };
    expect(firings(rule, at('2026-02-01'), 'UTC', 3).map((due) => utc(due).slice(0, 10))).toEqual([
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
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
  const onDayOff = fc.constantFrom('move' as const, 'keep' as const);
  const cron = fc
    .tuple(fc.integer({ min: 0, max: 59 }), fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 6 }))
    .map(([minute, hour, weekday]) => `${minute} ${hour} * * ${weekday}`);
  const anyRule: fc.Arbitrary<ScheduleRule> = fc.oneof(
    fc.record({
      every: fc.constant('week' as const),
      weekday: fc.integer({ min: 1, max: 7 }),
      time,
      onDayOff,
    }),
    fc.record({ every: fc.constant('month' as const), day: fc.integer({ min: 1, max: 31 }), time, onDayOff }),
    fc.record({ every: fc.constant('last-working-day' as const), time }),
    fc.record({ every: fc.constant('cron' as const), expression: cron, onDayOff }),
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

/** The days on which the rule fires from `first` on, by the calendar alone: Monday to Friday, moved or kept. */
function occurrences(rule: ScheduleRule, first: string, count: number): string[] {
  const days = new Set<string>();
  const start = DateTime.fromISO(first, { zone: 'utc' });
  for (let day = start.minus({ days: 7 }); days.size <= count + 7; day = day.plus({ days: 1 })) {
    if (!isDue(rule, day)) continue;
    const moves = rule.every !== 'last-working-day' && rule.onDayOff === 'move' && day.weekday > 5;
    days.add((moves ? day.plus({ days: 8 - day.weekday }) : day).toISODate() ?? '');
  }
  return [...days].filter((day) => day >= first).slice(0, count);
}

function isDue(rule: ScheduleRule, day: DateTime): boolean {
  if (rule.every === 'week') return day.weekday === rule.weekday;
  if (rule.every === 'cron') return day.weekday % 7 === Number(rule.expression.at(-1));
  if (rule.every === 'month') return day.day === Math.min(rule.day, day.endOf('month').day);
  const end = day.endOf('month');
  const last = end.weekday > 5 ? end.minus({ days: end.weekday - 5 }) : end;
  return day.hasSame(last, 'day');
}
