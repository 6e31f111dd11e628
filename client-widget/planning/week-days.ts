/** Days of a grid as the language writes them. */
export function dayNames(language: string) {
  const format = (shape: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language, { ...shape, timeZone: 'UTC' });
  const weekday = format({ weekday: 'short' });
  const short = format({ day: 'numeric', month: 'short' });
  const long = format({ weekday: 'long', day: 'numeric', month: 'long' });
  const at = (day: string) => Date.parse(`${day}T00:00:00Z`);
  return {
    weekday: (day: string) => weekday.format(at(day)),
    short: (day: string) => short.format(at(day)),
    long: (day: string) => long.format(at(day)),
    /** From day to day, the month said once where it is the same. */
    span: (from: string, to: string) => short.formatRange(at(from), at(to)),
  };
}

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** 0 = Monday. */
export function weekdayIndex(day: string): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
}
