import { addDays, type Day } from '../../base/days.js';
import { mondayOf } from './week-days.js';

const DAYS = 7;

export interface PlannedWeek {
  seconds: number;
  /** The share of its days that no plan covers, 0 to 1. */
  asBefore: number;
}

/**
 * Planned seconds by day, as forecasts want them: for the first, second … seven days from tomorrow. A calendar week with a
 * planned day is planned as a whole; days of other weeks burn as before.
 */
export function plannedWeeks(today: Day, planned: ReadonlyMap<Day, number>): (PlannedWeek | null)[] {
  const known = new Set([...planned.keys()].map(mondayOf));
  const last = [...known].sort().at(-1);
  if (last === undefined) return [];
  const weeks: (PlannedWeek | null)[] = [];
  for (let from = addDays(today, 1); from < addDays(last, DAYS); from = addDays(from, DAYS)) {
    const days = Array.from({ length: DAYS }, (_, index) => addDays(from, index));
    const told = days.filter((day) => known.has(mondayOf(day)));
    const seconds = told.reduce((sum, day) => sum + (planned.get(day) ?? 0), 0);
    weeks.push(told.length === 0 ? null : { seconds, asBefore: (DAYS - told.length) / DAYS });
  }
  return weeks;
}
