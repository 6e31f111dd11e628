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

/** What the calendar says of this very day in spite of the week; null = nothing. */
export function exceptionOn({ holidays, workdays }: WorkCalendar, day: Day): 'works' | 'off' | null {
  for (const name of [day, day.slice(5)]) {
    if (workdays.has(name)) return 'works';
    if (holidays.has(name)) return 'off';
  }
  return null;
}

function worksOn(calendar: WorkCalendar, day: DateTime): boolean {
  const exception = exceptionOn(calendar, day.toFormat('yyyy-MM-dd'));
  return exception === null ? calendar.weekdays.has(day.weekday) : exception === 'works';
}
