import { addDays, type Day } from '../../base/days.js';
import { type BurnPaths, drawBurnPaths } from './burn-paths.js';

export interface RunOutInput {
  /** The client's local day. Hours worked today are in the balance already; tomorrow is the first day reckoned. */
  today: Day;
  /** Weeks that began before it are not counted as history. */
  accountingStartsOn: Day;
  /** Billed seconds of the last spans of seven days, oldest first; the newest one ends now. */
  weeklyBurnSeconds: readonly number[];
  packages: readonly RunOutPackage[];
  /** What is planned for the first, second … seven days from tomorrow, in place of their burn; null = as before. */
  plannedWeeks?: readonly (PlannedWeek | null)[];
}

export interface PlannedWeek {
  seconds: number;
  /** The share of its days that no plan covers, 0 to 1: they burn as before. */
  asBefore: number;
}

export interface RunOutPackage {
  leftSeconds: number;
  validFrom: Day;
  expiresOn: Day | null;
}

/**
 * The *run-out day* is the day on which the last usable hour is spent or expires; today when nothing is left. Of it:
 * `on90` — with 90 % probability hours last until this day, so the run-out day is it or a later one: the day to warn by;
 * `on50` — as likely before as after; `band.to` — with 90 % probability hours have run out by then. A day more than
 * 104 weeks away is null. Always on90 ≤ on50 ≤ band.to.
 */
export interface RunOut {
  on50: Day | null;
  on90: Day | null;
  band: { from: Day | null; to: Day | null };
}

// Taken from the global object once: the walk calls them millions of times.
const { ceil, floor, max, min } = Math;
const NEVER = Infinity;

const PATHS = 1000;
const WEEKS = 104;
const SEED = 20_260_101;
const FEWEST_WEEKS = 4;
/** One week of work, or one entry in it, shows what a client can use, not how often. */
const FEWEST_BUSY_WEEKS = 2;
const BUSIER = 1.5;
const DAYS = 7;

/**
 * Null without history: fewer than four whole weeks of accounting, or fewer than two with anything billed and nothing
 * planned. `whyNoForecast` tells which.
 */
export function forecastRunOut(input: RunOutInput): RunOut | null {
  const future = futureOf(input);
  if (future === null) return null;
  const { paths, stock, burnIn } = future;
  const days = Array.from({ length: paths }, (_, path) => runOutDay(stock, (week) => burnIn(path, week)));
  days.sort((a, b) => a - b);
  const dayAt = (index: number): Day | null => {
    const offset = days[index] ?? Infinity;
    return Number.isFinite(offset) ? addDays(input.today, offset) : null;
  };
  const on90 = dayAt(PATHS * 0.1);
  return { on90, on50: dayAt(PATHS * 0.5), band: { from: on90, to: dayAt(PATHS * 0.9 - 1) } };
}

export interface Future {
  paths: number;
  /** In the order in which packages pay. */
  stock: Stock[];
  /** Seconds that a path burns in a week from today. */
  burnIn: (path: number, week: number) => number;
}

/** `nothing-used`: nothing was billed and nothing is planned; `too-early`: what was billed does not show a pace yet. */
export type NoForecast = 'nothing-used' | 'too-early';

/** Null where there is a forecast. */
export function whyNoForecast(input: RunOutInput): NoForecast | null {
  const { known, burn } = historyOf(input);
  const busyWeeks = burn.filter((seconds) => seconds > 0).length;
  const isPlanned = (input.plannedWeeks ?? []).some((week) => (week?.seconds ?? 0) > 0);
  if (busyWeeks === 0 && !isPlanned) return 'nothing-used';
  if (known < FEWEST_WEEKS || burn.length < FEWEST_WEEKS) return 'too-early';
  return busyWeeks < FEWEST_BUSY_WEEKS && !isPlanned ? 'too-early' : null;
}

function historyOf(input: RunOutInput): { known: number; burn: number[] } {
  const known = Math.floor(daysBetween(input.accountingStartsOn, input.today) / DAYS);
  const burn = input.weeklyBurnSeconds.slice(-Math.max(known, 1)).map((seconds) => Math.max(0, seconds));
  return { known, burn };
}

/** What every forecast of a client is drawn from; null without history. */
export function futureOf(input: RunOutInput): Future | null {
  if (whyNoForecast(input) !== null) return null;
  const { burn } = historyOf(input);
  const planned = input.plannedWeeks ?? [];
  // Beside what was seen stand a week of rest and one busier than all: no history shows all that may come.
  const weeks = [...burn, 0, BUSIER * Math.max(...burn)];
  const { repeats, shifts } = pathsFor(burn.length);
  const stock = input.packages
    .map((each) => stockOf(each, input.today))
    .filter((each) => each.left > 0 && each.to > 0);
  stock.sort((a, b) => a.to - b.to || a.from - b.from);
  return {
    paths: PATHS,
    stock,
    burnIn: (path, week) => {
      const asBefore = (weeks[repeats[path * WEEKS + week] ?? 0] ?? 0) * (shifts[path * WEEKS + week] ?? 1);
      const told = planned[week];
      return told ? told.seconds + told.asBefore * asBefore : asBefore;
    },
  };
}

/** Hours usable from the start of day `from + 1` to the end of day `to`, counted from today. */
export interface Stock {
  left: number;
  from: number;
  to: number;
}

function stockOf({ leftSeconds, validFrom, expiresOn }: RunOutPackage, today: Day): Stock {
  return {
    left: leftSeconds,
    from: Math.max(0, daysBetween(today, validFrom) - 1),
    to: expiresOn === null ? Infinity : daysBetween(today, expiresOn),
  };
}

/** Walks one path, package after package in their order; a week's burn is spread evenly over its days. */
function runOutDay(stock: readonly Stock[], burnIn: (week: number) => number): number {
  const left = stock.map((each) => each.left);
  let at = 0;
  while (at < WEEKS * DAYS) {
    const { index, until } = usableAt(stock, left, at);
    // A hair of rounding must not push the day on.
    if (index < 0) return ceil(at - 1e-6);
    const week = floor(at / DAYS);
    const perDay = burnIn(week) / DAYS;
    const end = min((week + 1) * DAYS, until);
    const had = left[index] ?? 0;
    const needed = perDay * (end - at);
    left[index] = max(0, had - needed);
    at = had <= needed ? min(end, at + had / perDay) : end;
  }
  return NEVER;
}

/** The package that pays at that moment, −1 when none, and until when no other one changes that. */
function usableAt(
  stock: readonly Stock[],
  left: readonly number[],
  at: number,
): { index: number; until: number } {
  let until = NEVER;
  // A plain loop: this runs a hundred thousand times for a client.
  for (let index = 0; index < stock.length; index += 1) {
    const each = stock[index];
    if (each === undefined || left[index] === 0 || each.to <= at) continue;
    if (each.from <= at) return { index, until: min(until, each.to) };
    until = min(until, each.from);
  }
  return { index: -1, until };
}

/** Drawing depends on the number of weeks alone, so it is done once for each. */
const drawn = new Map<number, BurnPaths>();

function pathsFor(observed: number): BurnPaths {
  const paths =
    drawn.get(observed) ?? drawBurnPaths({ observed, madeUp: 2, paths: PATHS, weeks: WEEKS, seed: SEED });
  drawn.set(observed, paths);
  return paths;
}

function daysBetween(from: Day, to: Day): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}
