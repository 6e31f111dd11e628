/** Working days of the seeded department: Moscow time, Monday to Friday, without the fixed public holidays. */

const dayMs = 24 * 3_600_000;
const holidays = new Set([
  '01-01',
  '01-02',
  '01-03',
  '01-04',
  '01-05',
  '01-06',
  '01-07',
  '01-08',
  '02-23',
  '03-08',
  '05-01',
  '05-09',
  '06-12',
  '11-04',
]);

/** Starts (local midnight, epoch ms) of the working days in the `count` days up to and including today. */
export function workDays(now: number, offsetMinutes: number, count: number): number[] {
  const offsetMs = offsetMinutes * 60_000;
  const today = Math.floor((now + offsetMs) / dayMs) * dayMs;
  return Array.from({ length: count }, (_unused, index) => today - (count - 1 - index) * dayMs)
    .filter((local) => {
      const date = new Date(local);
      const weekday = date.getUTCDay();
      return weekday !== 0 && weekday !== 6 && !holidays.has(date.toISOString().slice(5, 10));
    })
    .map((local) => local - offsetMs);
}
