import type { CalendarView } from '../../../server/api/calendar.js';

export type CalendarDayRow = CalendarView['days'][number];

/** Days of this list are in the order in which a year brings them; yearly ones stand among them by month and day. */
export function inYearOrder(days: readonly CalendarDayRow[]): CalendarDayRow[] {
  return [...days].sort(
    (a, b) => a.day.slice(-5).localeCompare(b.day.slice(-5)) || a.day.localeCompare(b.day),
  );
}

/** The list with a day added; one that stands there already is replaced. */
export function withDay(days: readonly CalendarDayRow[], added: CalendarDayRow): CalendarDayRow[] {
  return inYearOrder([...days.filter((one) => one.day !== added.day), added]);
}
