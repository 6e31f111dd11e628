import { DateTime } from 'luxon';
import { type DayAndTime, cronDays } from './cron-days.js';

/** A day off on which something falls due: the next working day takes it, or it stays where it is. */
export type OnDayOff = 'move' | 'keep';

/** When a client's report falls due, in the client's own time. Absent `onDayOff` = `move`. */
export type ScheduleRule =
  | { every: 'week'; weekday: number; time: string; onDayOff?: OnDayOff }
  /** A day that a month does not have is its last one. */
  | { every: 'month'; day: number; time: string; onDayOff?: OnDayOff }
  | { every: 'last-working-day'; time: string }
  /** Five fields, as crontab has them; of several times on one day the first counts. */
  | { every: 'cron'; expression: string; onDayOff?: OnDayOff };

/** Is a local day one on which people work? Pure: comes from the company calendar. */
export type IsWorkingDay = (day: DateTime) => boolean;

export const mondayToFriday: IsWorkingDay = (day) => day.weekday <= 5;

/** Nothing waits longer than this for a working day: a calendar without one moves nothing. */
const LONGEST_HOLIDAY_DAYS = 60;
const MOST_DAYS_AHEAD = 1_500;

/**
 * The first instant after `after` (epoch ms) at which the rule falls due in `zone`: at most once on a local day, moved to
 * the next working day where it falls on a day off. A local time that a DST gap skips becomes the first valid instant;
 * one that happens twice, the first of the two. Throws RangeError for a rule that never falls due.
 */
export function nextDue(rule: ScheduleRule, after: number, zone: string, isWorking = mondayToFriday): number {
  const today = DateTime.fromMillis(after, { zone }).startOf('day');
  let last = '';
  for (const { day, time } of ruleDays(rule, firstToLookAt(today, isWorking), isWorking)) {
    const due = movesOffDays(rule) ? firstWorking(day, isWorking) : day;
    const name = due.toISODate() ?? '';
    // A day off that moves to a day with an occurrence of its own falls together with it.
    if (name === last) continue;
    last = name;
    const at = instantOn(due.setZone(zone, { keepLocalTime: true }), time);
    if (at > after) return at;
  }
  throw new RangeError('A schedule that never falls due');
}

function movesOffDays(rule: ScheduleRule): boolean {
  return rule.every !== 'last-working-day' && rule.onDayOff !== 'keep';
}

/** What fell on the days off just before today may be due today. Days without a clock: in UTC. */
function firstToLookAt(today: DateTime, isWorking: IsWorkingDay): DateTime {
  let first = today.setZone('utc', { keepLocalTime: true });
  for (let back = 0; back < LONGEST_HOLIDAY_DAYS && !isWorking(first.minus({ days: 1 })); back += 1) {
    first = first.minus({ days: 1 });
  }
  return first;
}

function firstWorking(day: DateTime, isWorking: IsWorkingDay): DateTime {
  for (let ahead = 0; ahead <= LONGEST_HOLIDAY_DAYS; ahead += 1) {
    const candidate = day.plus({ days: ahead });
    if (isWorking(candidate)) return candidate;
  }
  return day;
}

/** The rule's own days from `first` on, as the calendar has them. */
function* ruleDays(rule: ScheduleRule, first: DateTime, isWorking: IsWorkingDay): Generator<DayAndTime> {
  if (rule.every === 'cron') return yield* cronDays(rule.expression, first);
  for (let ahead = 0; ahead <= MOST_DAYS_AHEAD; ahead += 1) {
    const day = first.plus({ days: ahead });
    if (matches(rule, day, isWorking)) yield { day, time: rule.time };
  }
}

function matches(
  rule: Exclude<ScheduleRule, { every: 'cron' }>,
  day: DateTime,
  isWorking: IsWorkingDay,
): boolean {
  if (rule.every === 'week') return day.weekday === rule.weekday;
  if (rule.every === 'month') return day.day === Math.min(rule.day, day.daysInMonth ?? rule.day);
  if (!isWorking(day)) return false;
  for (let next = day.plus({ days: 1 }); next.month === day.month; next = next.plus({ days: 1 })) {
    if (isWorking(next)) return false;
  }
  return true;
}

/** Local wall time on a day as an instant; luxon moves a gap forward by its length, so the gap's end is looked up. */
function instantOn(day: DateTime, time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  const wanted = day.set({ hour, minute });
  if (wanted.hour === hour && wanted.minute === minute) return firstOfTwo(wanted);
  return endOfGap(wanted);
}

/** No gap is longer than a day: a time that no clock shows must not be looked for any further. */
function endOfGap(wanted: DateTime): number {
  let at = wanted;
  for (let minutes = 0; minutes <= 24 * 60; minutes += 1) {
    const before = at.minus({ minutes: 1 });
    if (before.offset !== at.offset) return at.toMillis();
    at = before;
  }
  return wanted.toMillis();
}

function firstOfTwo(wanted: DateTime): number {
  const hours = wanted.getPossibleOffsets().map((same) => same.toMillis());
  return Math.min(...hours, wanted.toMillis());
}

/** Next working day at 10:00 after an instant: so that the day's late entries are in. */
export function nextWorkingMorning(after: number, zone: string, isWorking = mondayToFriday): number {
  let day = DateTime.fromMillis(after, { zone }).startOf('day').plus({ days: 1 });
  for (let waited = 0; !isWorking(day) && waited < LONGEST_HOLIDAY_DAYS; waited += 1) {
    day = day.plus({ days: 1 });
  }
  return instantOn(day, '10:00');
}
