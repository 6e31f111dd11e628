import { DateTime } from 'luxon';

/** Local calendar day `YYYY-MM-DD`: comparable as text. */
export type Day = string;

/** The local day of an instant (epoch ms) in an IANA zone. */
export function dayOf(at: number, zone: string): Day {
  return DateTime.fromMillis(at, { zone }).toISODate() ?? invalidZone(zone);
}

/** First instant after the day `day` in `zone` (epoch ms): the end of a local day, DST included. */
export function endOfDay(day: Day, zone: string): number {
  return DateTime.fromISO(day, { zone }).plus({ days: 1 }).startOf('day').toMillis();
}

export function addDays(day: Day, days: number): Day {
  return DateTime.fromISO(day, { zone: 'utc' }).plus({ days }).toISODate() ?? invalidZone(day);
}

/** True for an IANA zone this machine knows. */
export function isKnownZone(zone: string): boolean {
  return DateTime.local({ zone }).isValid;
}

function invalidZone(zone: string): never {
  throw new RangeError(`Not a time zone or day: ${zone}`);
}

/** First instant of a local day (epoch ms). */
export function startOfDay(day: Day, zone: string): number {
  return DateTime.fromISO(day, { zone }).startOf('day').toMillis();
}
