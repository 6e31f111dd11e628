import type { Day } from '../../server/base/days.js';

/** The client's zone in the laws: three hours east of UTC, no summer time. */
const zoneMs = 3 * 3_600_000;
const dayMs = 86_400_000;
const firstMidnight = Date.UTC(2026, 2, 1) - zoneMs;

/** Epoch ms of minute `minute` of local day number `day`; day 0 is 1 March 2026. */
export function instant(day: number, minute = 0): number {
  return firstMidnight + day * dayMs + minute * 60_000;
}

export function localDay(day: number): Day {
  return dayAt(instant(day));
}

export function dayAt(at: number): Day {
  return new Date(at + zoneMs).toISOString().slice(0, 10);
}
