import { DateTime } from 'luxon';

/** Local calendar day `YYYY-MM-DD`: comparable as text. */
export type Day = string;

/** Since 1973 every zone's offset is a multiple of 15 minutes: within such a slot of UTC the local day is one. */
const SLOT_MS = 900_000;
const SLOTS_SINCE = Date.UTC(1973, 0, 1);
const MOST_SLOTS = 50_000;
const knownDays = new Map<string, Map<number, Day>>();
let knownSlots = 0;

/** The local day of an instant (epoch ms) in an IANA zone. Remembered, for a ledger asks it of every entry it has. */
export function dayOf(at: number, zone: string): Day {
  if (at < SLOTS_SINCE) return reckonDay(at, zone);
  const slot = Math.floor(at / SLOT_MS);
  const known = knownDays.get(zone)?.get(slot);
  if (known !== undefined) return known;
  const day = reckonDay(at, zone);
  remember(zone, slot, day);
  return day;
}

function remember(zone: string, slot: number, day: Day): void {
  if (knownSlots >= MOST_SLOTS) {
    knownDays.clear();
    knownSlots = 0;
  }
  const days = knownDays.get(zone) ?? new Map<number, Day>();
  knownDays.set(zone, days.set(slot, day));
  knownSlots += 1;
}

function reckonDay(at: number, zone: string): Day {
  return DateTime.fromMillis(at, { zone }).toISODate() ?? invalidZone(zone);
}

/** First instant after the day `day` in `zone` (epoch ms): the end of a local day, DST included. */
export function endOfDay(day: Day, zone: string): number {
  return DateTime.fromISO(day, { zone }).plus({ days: 1 }).startOf('day').toMillis();
}

const MOST_SUMS = 10_000;
const sumsByDays = new Map<number, Map<Day, Day>>();
let countOfSums = 0;

/** Remembered, for a ledger asks it of every package before every entry. */
export function addDays(day: Day, days: number): Day {
  const known = sumsByDays.get(days)?.get(day);
  if (known !== undefined) return known;
  const sum = DateTime.fromISO(day, { zone: 'utc' }).plus({ days }).toISODate() ?? invalidZone(day);
  rememberSum(day, days, sum);
  return sum;
}

function rememberSum(day: Day, days: number, sum: Day): void {
  if (countOfSums >= MOST_SUMS) {
    sumsByDays.clear();
    countOfSums = 0;
  }
  const sums = sumsByDays.get(days) ?? new Map<Day, Day>();
  sumsByDays.set(days, sums.set(day, sum));
  countOfSums += 1;
}

/** The same day `months` later; the last day of a shorter month. */
export function addMonths(day: Day, months: number): Day {
  return DateTime.fromISO(day, { zone: 'utc' }).plus({ months }).toISODate() ?? invalidZone(day);
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
