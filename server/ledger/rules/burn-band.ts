import { addDays, type Day } from '../../base/days.js';
import { type RunOutInput, futureOf } from './run-out.js';

/** What may be left at the end of a day: with 90 % probability at least `lowSeconds`, at most `highSeconds`. */
export interface BandPoint {
  day: Day;
  lowSeconds: number;
  midSeconds: number;
  highSeconds: number;
}

const DAYS = 7;

/**
 * Hours left at the end of each of the next `weeks` weeks, drawn from the same futures as the run-out date: 10th, 50th and
 * 90th percentile. Empty without history.
 */
export function forecastBand(input: RunOutInput, weeks: number): BandPoint[] {
  const future = futureOf(input);
  if (future === null) return [];
  const paths = Array.from({ length: future.paths }, (_, path) => leftByWeek(future, path, weeks));
  return Array.from({ length: weeks }, (_, week) => {
    const left = paths.map((path) => path[week] ?? 0).sort((a, b) => a - b);
    const at = (share: number): number => Math.round(left[Math.floor(share * (left.length - 1))] ?? 0);
    const day = addDays(input.today, (week + 1) * DAYS);
    return { day, lowSeconds: at(0.1), midSeconds: at(0.5), highSeconds: at(0.9) };
  });
}

type Future = NonNullable<ReturnType<typeof futureOf>>;

/** One path, package after package in their order; a week's burn is spread evenly over its days. */
function leftByWeek({ stock, burnIn }: Future, path: number, weeks: number): number[] {
  const left = stock.map((each) => each.left);
  return Array.from({ length: weeks }, (_, week) => {
    const perDay = burnIn(path, week) / DAYS;
    for (let day = week * DAYS; day < (week + 1) * DAYS; day += 1) {
      let open = perDay;
      stock.forEach((each, index) => {
        if (each.from > day || each.to <= day) return;
        const taken = Math.min(open, left[index] ?? 0);
        left[index] = (left[index] ?? 0) - taken;
        open -= taken;
      });
    }
    const end = (week + 1) * DAYS;
    return stock.reduce(
      (sum, each, index) => (each.from <= end && each.to > end ? sum + (left[index] ?? 0) : sum),
      0,
    );
  });
}
