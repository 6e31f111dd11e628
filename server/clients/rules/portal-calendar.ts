/** What `calendar.settings.get` says of the company's calendar. Source: api-reference/calendar/calendar-settings-get.md. */
export interface PortalCalendar {
  /** `1.01,2.01,…`: day and month without a year. */
  year_holidays?: unknown;
  /** Days that are worked in spite of the week, written alike. */
  year_workdays?: unknown;
  /** `["SA","SU"]`. */
  week_holidays?: unknown;
}

const names = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const lastDays = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The same in our words: week days that are worked, and yearly exceptions (`MM-DD`). What makes no sense is left out. */
export function readPortalCalendar(told: PortalCalendar): {
  weekdays: number[];
  days: { day: string; works: 0 | 1 }[];
} {
  const off = new Set(listOf(told.week_holidays));
  const holidays = listOf(told.year_holidays).flatMap(yearlyDay);
  const workdays = listOf(told.year_workdays).flatMap(yearlyDay);
  return {
    weekdays: names.flatMap((name, index) => (off.has(name) ? [] : [index + 1])),
    days: [
      ...workdays.map((day) => ({ day, works: 1 as const })),
      ...holidays.filter((day) => !workdays.includes(day)).map((day) => ({ day, works: 0 as const })),
    ],
  };
}

function listOf(value: unknown): string[] {
  const items = Array.isArray(value) ? value.map(String) : typeof value === 'string' ? value.split(',') : [];
  return items.map((item) => item.trim()).filter((item) => item !== '');
}

function yearlyDay(text: string): string[] {
  const [, day, month] = /^(\d{1,2})\.(\d{1,2})(?:\.\d*)?$/.exec(text) ?? [];
  const last = lastDays[Number(month) - 1];
  if (day === undefined || month === undefined || last === undefined) return [];
  if (Number(day) < 1 || Number(day) > last) return [];
  return [`${month.padStart(2, '0')}-${day.padStart(2, '0')}`];
}
