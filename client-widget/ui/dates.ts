/** Days are ISO local dates, moments are epoch ms; both are written as the language does. */
export interface DateWords {
  day(day: string): string;
  shortDay(day: string): string;
  moment(at: number, zone?: string): string;
  dayOfMoment(at: number, zone?: string): string;
  shortDayOfMoment(at: number, zone?: string): string;
}

type Shape = Intl.DateTimeFormatOptions;
const long: Shape = { day: 'numeric', month: 'long', year: 'numeric' };
const medium: Shape = { day: 'numeric', month: 'short', year: 'numeric' };
const short: Shape = { day: '2-digit', month: '2-digit', year: 'numeric' };
const withTime: Shape = { ...medium, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };

/** Moments without a zone of their own are written in `ownZone`; without that, in the browser's. */
export function dateWords(language: string, ownZone?: string): DateWords {
  // 12/04 is April to half of those who read English.
  const brief = language.startsWith('en') ? medium : short;
  const made = new Map<string, Intl.DateTimeFormat>();
  /** Making a format costs far more than using it, and tables use thousands. */
  const write = (shape: Shape, at: number, zone?: string): string => {
    const key = JSON.stringify([shape, zone]);
    const format =
      made.get(key) ??
      new Intl.DateTimeFormat(language, zone === undefined ? shape : { ...shape, timeZone: zone });
    made.set(key, format);
    // The year and its «г.» stay on one line.
    return format.format(at).replace(' г.', '\u00a0г.');
  };
  return {
    day: (day) => write(long, instantOf(day), 'UTC'),
    shortDay: (day) => write(brief, instantOf(day), 'UTC'),
    moment: (at, zone = ownZone) => write(withTime, at, zone),
    dayOfMoment: (at, zone = ownZone) => write(medium, at, zone),
    shortDayOfMoment: (at, zone = ownZone) => write(brief, at, zone),
  };
}

const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** Today's ISO date in a zone. */
export function todayIn(zone: string, now: number = Date.now()): string {
  const format = dayFormats.get(zone) ?? new Intl.DateTimeFormat('en-CA', { ...short, timeZone: zone });
  dayFormats.set(zone, format);
  return format.format(now);
}

function instantOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}
