import type { DateTime } from 'luxon';
import type { Day } from './days.js';
import { type IsWorkingDay, mondayToFriday } from './next-due.js';

/** When the company works. Days are `YYYY-MM-DD`, or `MM-DD` for every year; the exact day wins. */
export interface WorkCalendar {
  /** 1 = Monday … 7 = Sunday. */
  weekdays: ReadonlySet<number>;
  holidays: ReadonlySet<Day>;
  /** Worked although the week or a yearly holiday says otherwise. */
  workdays: ReadonlySet<Day>;
}

/** What `next-due` asks of a local day. A calendar in which nobody ever works counts for nothing. */
export function isWorkingIn(calendar: WorkCalendar): IsWorkingDay {
  if (calendar.weekdays.size === 0) return mondayToFriday;
  return (day) => worksOn(calendar, day);
}

function worksOn({ weekdays, holidays, workdays }: WorkCalendar, day: DateTime): boolean {
  const exact = day.toFormat('yyyy-MM-dd');
  if (workdays.has(exact)) return true;
  if (holidays.has(exact)) return false;
  const yearly = exact.slice(5);
  if (workdays.has(yearly)) return true;
  return !holidays.has(yearly) && weekdays.has(day.weekday);
}
