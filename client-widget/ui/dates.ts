/** Days are ISO local dates, moments are epoch ms; both are written as the language does. */
export interface DateWords {
  day(day: string): string;
  shortDay(day: string): string;
  moment(at: number, zone?: string): string;
  dayOfMoment(at: number, zone?: string): string;
  shortDayOfMoment(at: number, zone?: string): string;
}

export function dateWords(language: string): DateWords {
  const make = (options: Intl.DateTimeFormatOptions) => (value: number | Date) =>
    new Intl.DateTimeFormat(language, options).format(value);
  const short = { day: '2-digit', month: '2-digit', year: 'numeric' } as const;
  const day = { day: 'numeric', month: 'long', year: 'numeric' } as const;
  const zoned = (options: Intl.DateTimeFormatOptions, at: number, zone?: string) =>
    make(zone === undefined ? options : { ...options, timeZone: zone })(at);
  return {
    day: (text) => make({ ...day, timeZone: 'UTC' })(asDate(text)),
    shortDay: (text) =>
      make({ day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'UTC' })(asDate(text)),
    moment: (at, zone) =>
      zoned(
        { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
        at,
        zone,
      ),
    dayOfMoment: (at, zone) => zoned({ day: 'numeric', month: 'short', year: 'numeric' }, at, zone),
  };
}

/** Today's ISO date in a zone. */
export function todayIn(zone: string, now: number = Date.now()): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(now);
}

export function plusMonths(day: string, months: number): string {
  const date = asDate(day);
  const wanted = date.getUTCDate();
  date.setUTCDate(1);
  date.setUTCMonth(date.getUTCMonth() + months);
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
  date.setUTCDate(Math.min(wanted, last));
  return date.toISOString().slice(0, 10);
}

function asDate(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}
