import { type Day, startOfDay } from '../../base/days.js';
import { type WorkCalendar, exceptionOn } from '../../base/work-calendar.js';
import { weekdayOf } from './week-days.js';

/** How much a person works in an ordinary week, and when. */
export interface PersonNorm {
  zone: string;
  /** Seconds of each week day, Monday first. */
  week: readonly number[];
  /** Minutes after local midnight at which the day begins. */
  startsAt: number;
}

/** An absence of the portal's calendar: whole days, or from one instant to another (epoch ms). */
export type Absence =
  | { name: string; fromDay: Day; toDay: Day; fromAt: null; toAt: null }
  | { name: string; fromDay: Day; toDay: Day; fromAt: number; toAt: number };

export type HandReason = 'vacation' | 'sick' | 'training' | 'other';

/** A day as somebody typed it: it wins over everything else. */
export interface HandDay {
  seconds: number;
  reason: HandReason;
  note: string | null;
}

export interface CapacityFacts {
  norm: PersonNorm;
  calendar: WorkCalendar;
  /** What holidays and worked weekends are called, by their day (`YYYY-MM-DD` or `MM-DD`). */
  dayNames: ReadonlyMap<string, string>;
  absences: readonly Absence[];
  byHand: ReadonlyMap<Day, HandDay>;
}

export type CapacityStep =
  'norm' | 'day-off' | 'holiday' | 'worked-day' | 'absence' | 'vacation' | 'sick' | 'training' | 'other';

/** One step of the sum: what it adds or takes, and its name where it has one. */
export interface CapacityPart {
  step: CapacityStep;
  seconds: number;
  name: string | null;
}

export interface DayCapacity {
  seconds: number;
  /** They add up to `seconds`. */
  parts: CapacityPart[];
}

/** People eat: a day at work is that much longer than the work done in it. */
const BREAK_SECONDS = 3_600;

/** How many seconds a person can work on a day, and why: norm, then the calendar, then absences, then what was typed. */
export function capacityOf(facts: CapacityFacts, day: Day): DayCapacity {
  const parts = [...ordinary(facts, day)];
  let seconds = sum(parts);
  for (const part of absencesOf(facts, day, seconds)) {
    parts.push(part);
    seconds += part.seconds;
  }
  const typed = facts.byHand.get(day);
  if (typed) {
    parts.push({ step: typed.reason, seconds: typed.seconds - seconds, name: typed.note });
    seconds = typed.seconds;
  }
  return { seconds, parts };
}

/** The norm of the day, and the calendar's exceptions from it. */
function ordinary(
  { norm, calendar, dayNames }: Pick<CapacityFacts, 'norm' | 'calendar' | 'dayNames'>,
  day: Day,
): CapacityPart[] {
  const weekday = weekdayOf(day);
  const exception = exceptionOn(calendar, day);
  const name = dayNames.get(day) ?? dayNames.get(day.slice(5)) ?? null;
  const usual = norm.week[weekday - 1] ?? 0;
  if (exception === 'works' && usual === 0) {
    return [{ step: 'worked-day', seconds: longestDay(norm), name }];
  }
  if (usual === 0) return [{ step: 'day-off', seconds: 0, name: exception === 'off' ? name : null }];
  const start: CapacityPart = { step: 'norm', seconds: usual, name: null };
  return exception === 'off' ? [start, { step: 'holiday', seconds: -usual, name }] : [start];
}

function longestDay(norm: PersonNorm): number {
  return Math.max(0, ...norm.week);
}

/** What absences take of the day, each what the ones before it left. */
function absencesOf({ norm, absences }: CapacityFacts, day: Day, seconds: number): CapacityPart[] {
  const [opens, closes] = windowOf(norm, day, seconds);
  const parts: CapacityPart[] = [];
  let left = seconds;
  let covered: [number, number][] = [];
  for (const absence of absences) {
    if (left <= 0 || absence.toDay < day || absence.fromDay > day) continue;
    const span: [number, number] =
      absence.fromAt === null
        ? [opens, closes]
        : [Math.max(opens, absence.fromAt), Math.min(closes, absence.toAt)];
    if (span[1] <= span[0]) continue;
    covered = joined([...covered, span]);
    const away = covered.reduce((total, [from, to]) => total + Math.round((to - from) / 1000), 0);
    const isWhole = covered.some(([from, to]) => from <= opens && to >= closes);
    const after = isWhole ? 0 : Math.max(0, seconds - away);
    if (after < left) parts.push({ step: 'absence', seconds: after - left, name: absence.name || null });
    left = after;
  }
  return parts;
}

/** From when to when the person is at work on a day (epoch ms), the break included. */
function windowOf(norm: PersonNorm, day: Day, seconds: number): [number, number] {
  const opens = startOfDay(day, norm.zone) + norm.startsAt * 60_000;
  return [opens, opens + (seconds + BREAK_SECONDS) * 1000];
}

/** Spans of time without overlaps, in order. */
function joined(spans: readonly [number, number][]): [number, number][] {
  const result: [number, number][] = [];
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}

function sum(parts: readonly CapacityPart[]): number {
  return parts.reduce((total, part) => total + part.seconds, 0);
}
