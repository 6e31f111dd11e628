import { describe, expect, it } from '@jest/globals';
import { capacityOf, type CapacityFacts } from '../../../server/planning/rules/capacity-of.js';
import { absencesAmong } from '../../../server/planning/rules/told-absences.js';
import { suggestReserve, urgentWeek } from '../../../server/planning/rules/suggest-reserve.js';
import { mondayOf, weekdayOf } from '../../../server/planning/rules/week-days.js';

const HOUR = 3_600;
const week = [8, 8, 8, 8, 8, 0, 0].map((hours) => hours * HOUR);
/** 2026-03-02 is a Monday. */
const facts: CapacityFacts = {
  norm: { zone: 'Europe/Moscow', week, startsAt: 9 * 60 },
  calendar: {
    weekdays: new Set([1, 2, 3, 4, 5]),
    holidays: new Set(['03-09', '2026-03-10']),
    workdays: new Set(['2026-03-14']),
  },
  dayNames: new Map([['03-09', 'Перенос с 8 Марта']]),
  absences: [],
  byHand: new Map(),
};
const moscow = (text: string): number => Date.parse(`${text}:00+03:00`);
const away = (from: string, to: string) => ({
  ...{ name: 'Врач', fromDay: from.slice(0, 10), toDay: to.slice(0, 10) },
  ...{ fromAt: moscow(from), toAt: moscow(to) },
});

describe('capacity of a person on a day', () => {
  it('is the norm on an ordinary day and nothing at the weekend', () => {
    expect(capacityOf(facts, '2026-03-02')).toEqual({
      seconds: 8 * HOUR,
      parts: [{ step: 'norm', seconds: 8 * HOUR, name: null }],
    });
    expect(capacityOf(facts, '2026-03-07').parts).toEqual([{ step: 'day-off', seconds: 0, name: null }]);
  });

  it('loses a holiday by its name, and works on a weekend the calendar says is worked', () => {
    expect(capacityOf(facts, '2026-03-09')).toEqual({
      seconds: 0,
      parts: [
        { step: 'norm', seconds: 8 * HOUR, name: null },
        { step: 'holiday', seconds: -8 * HOUR, name: 'Перенос с 8 Марта' },
      ],
    });
    expect(capacityOf(facts, '2026-03-14').seconds).toBe(8 * HOUR);
  });

  it('keeps a part-time person part-time on a worked weekend', () => {
    const norm = { ...facts.norm, week: [4, 4, 4, 0, 0, 0, 0].map((hours) => hours * HOUR) };
    expect(capacityOf({ ...facts, norm }, '2026-03-05').seconds).toBe(0);
    expect(capacityOf({ ...facts, norm }, '2026-03-14').seconds).toBe(4 * HOUR);
  });

  it('takes what an absence takes of the working time, and overlapping ones once', () => {
    const two = [away('2026-03-02T08:00', '2026-03-02T11:00'), away('2026-03-02T10:00', '2026-03-02T12:00')];
    const day = capacityOf({ ...facts, absences: two }, '2026-03-02');
    expect(day.seconds).toBe(5 * HOUR);
    expect(day.parts.map(({ seconds }) => seconds / HOUR)).toEqual([8, -2, -1]);
    const evening = away('2026-03-02T19:00', '2026-03-02T22:00');
    expect(capacityOf({ ...facts, absences: [evening] }, '2026-03-02').seconds).toBe(8 * HOUR);
    const all = away('2026-03-01T00:00', '2026-03-04T00:00');
    expect(capacityOf({ ...facts, absences: [all] }, '2026-03-03').seconds).toBe(0);
    const whole = { name: 'Отпуск', fromDay: '2026-03-02', toDay: '2026-03-06', fromAt: null, toAt: null };
    expect(capacityOf({ ...facts, absences: [whole] }, '2026-03-06').seconds).toBe(0);
  });

  it('is what a person typed, whatever the rest says', () => {
    const byHand = new Map([
      ['2026-03-02', { seconds: 2 * HOUR, reason: 'training' as const, note: 'Курсы' }],
      ['2026-03-08', { seconds: 3 * HOUR, reason: 'other' as const, note: null }],
    ]);
    const typed = { ...facts, byHand };
    expect(capacityOf(typed, '2026-03-02')).toEqual({
      seconds: 2 * HOUR,
      parts: [
        { step: 'norm', seconds: 8 * HOUR, name: null },
        { step: 'training', seconds: -6 * HOUR, name: 'Курсы' },
      ],
    });
    expect(capacityOf(typed, '2026-03-08').seconds).toBe(3 * HOUR);
  });
});

describe('absences as the portal tells them', () => {
  const event = {
    ...{ ID: '7', NAME: 'Отпуск', ACCESSIBILITY: 'absent', DT_SKIP_TIME: 'Y' },
    ...{ DATE_FROM: '02.03.2026 00:00:00', DATE_TO: '06.03.2026 00:00:00' },
    DATE_FROM_TS_UTC: String(moscow('2026-03-02T00:00') / 1000),
    DATE_TO_TS_UTC: String(moscow('2026-03-06T00:00') / 1000),
  };
  it('are the written days, however the site writes them; busy events are none', () => {
    for (const [from, to] of [
      ['02.03.2026 00:00:00', '06.03.2026'],
      ['03/02/2026 12:00:00 am', '03/06/2026'],
      ['2026-03-02', '2026-03-06'],
      ['', ''],
    ]) {
      const [told] = absencesAmong([{ ...event, DATE_FROM: from, DATE_TO: to }], 'Europe/Moscow');
      expect([told?.fromDay, told?.toDay, told?.wholeDays]).toEqual(['2026-03-02', '2026-03-06', true]);
    }
    expect(absencesAmong([{ ...event, ACCESSIBILITY: 'busy' }], 'Europe/Moscow')).toEqual([]);
    expect(absencesAmong([], 'Europe/Moscow')).toEqual([]);
  });
  it('ends the day before where an absence with a clock ends at midnight', () => {
    const until = { ...event, DT_SKIP_TIME: 'N', DATE_TO_TS_UTC: String(moscow('2026-03-03T00:00') / 1000) };
    expect(absencesAmong([until], 'Europe/Moscow')[0]?.toDay).toBe('2026-03-02');
  });
});

describe('the reserve suggested from history', () => {
  it('would have been enough in four weeks of five, up to the next 5 %', () => {
    const weeks = [0, 50, 60, 80, 100, 110, 130, 400].map((share) => urgentWeek('2026-01-05', share, 1000));
    expect(suggestReserve(weeks)).toBe(15);
    expect(suggestReserve(weeks.slice(0, 2))).toBeNull();
    expect(suggestReserve([urgentWeek('2026-01-05', 0, 0)])).toBeNull();
  });
});

it('weeks begin on Monday', () => {
  expect([weekdayOf('2026-03-02'), weekdayOf('2026-03-08')]).toEqual([1, 7]);
  expect([mondayOf('2026-03-08'), mondayOf('2026-03-02')]).toEqual(['2026-03-02', '2026-03-02']);
});
