import { DateTime } from 'luxon';

/** When a client's report falls due, in the client's own time. */
export type ScheduleRule =
  | { every: 'week'; weekday: number; time: string }
  | { every: 'month'; day: number; time: string }
  | { every: 'last-working-day'; time: string };

/** Is a local day one on which people work? Pure: comes from the company calendar. */
export type IsWorkingDay = (day: DateTime) => boolean;

export const mondayToFriday: IsWorkingDay = (day) => day.weekday <= 5;

/**
 * The first instant after `after` (epoch ms) at which the rule falls due in `zone`.
 * A local time that a DST gap skips becomes the first valid instant; one that happens twice, the first of the two.
 */
export function nextDue(rule: ScheduleRule, after: number, zone: string, isWorking = mondayToFriday): number {
  const from = DateTime.fromMillis(after, { zone });
  for (let ahead = 0; ahead <= 800; ahead += 1) {
    const day = from.startOf('day').plus({ days: ahead });
    if (!matches(rule, day, isWorking)) continue;
    const at = instantOn(day, rule.time);
    if (at > after) return at;
  }
  throw new RangeError('A schedule that never falls due');
}

function matches(rule: ScheduleRule, day: DateTime, isWorking: IsWorkingDay): boolean {
  if (rule.every === 'week') return day.weekday === rule.weekday;
  if (rule.every === 'month') return day.day === rule.day;
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
  while (!isWorking(day)) day = day.plus({ days: 1 });
  return instantOn(day, '10:00');
}
