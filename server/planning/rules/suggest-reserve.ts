import type { Day } from '../../base/days.js';

/** How much of a week's recorded work was urgent. */
export interface UrgentWeek {
  weekOn: Day;
  urgentSeconds: number;
  allSeconds: number;
  permille: number;
}

/** Fewer weeks say nothing. */
const FEWEST_WEEKS = 3;
const STEP_PERCENT = 5;
const MOST_PERCENT = 60;

export function urgentWeek(weekOn: Day, urgentSeconds: number, allSeconds: number): UrgentWeek {
  const permille = allSeconds === 0 ? 0 : Math.round((urgentSeconds * 1000) / allSeconds);
  return { weekOn, urgentSeconds, allSeconds, permille };
}

/**
 * The share that would have been enough in four weeks of five: the 80th percentile (nearest rank) of the weeks that had work,
 * up to the next 5 %. Null = too few weeks are known.
 */
export function suggestReserve(weeks: readonly UrgentWeek[]): number | null {
  const shares = weeks
    .filter(({ allSeconds }) => allSeconds > 0)
    .map(({ permille }) => permille)
    .sort((a, b) => a - b);
  if (shares.length < FEWEST_WEEKS) return null;
  const share = shares[Math.ceil(shares.length * 0.8) - 1] ?? 0;
  return Math.min(MOST_PERCENT, Math.ceil(share / 10 / STEP_PERCENT) * STEP_PERCENT);
}
