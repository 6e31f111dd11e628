import type { AlertFacts, AlertKind } from './types.js';

export type AlertLevel = 'info' | 'warn' | 'bad';

const EXPIRES_SOON_DAYS = 3;
const DAY_MS = 86_400_000;

const fixed: Record<Exclude<AlertKind, 'threshold' | 'expiry'>, AlertLevel> = {
  overage: 'bad',
  'overage-limit': 'bad',
  'overage-stop': 'bad',
  dispute: 'bad',
  'uncertain-post': 'bad',
  'intake-critical': 'bad',
  'intake-urgent': 'warn',
  'long-entry': 'warn',
  'closed-task': 'warn',
  'held-entry': 'warn',
  'report-draft': 'warn',
  'report-forgotten': 'warn',
  'no-comment': 'info',
  'report-unanswered': 'info',
};

/** How serious an alert is: what costs money or trust now, what will soon, what is good to know. */
export function levelOf(kind: AlertKind, facts: AlertFacts, today: string): AlertLevel {
  if (kind === 'threshold')
    return (facts.percent ?? 0) >= 100 ? 'bad' : (facts.percent ?? 0) >= 80 ? 'warn' : 'info';
  if (kind === 'expiry') return daysTo(facts.expiresOn, today) <= EXPIRES_SOON_DAYS ? 'warn' : 'info';
  return fixed[kind];
}

/** Whole days from one local day to another. */
export function daysTo(day: string | undefined, today: string): number {
  return day === undefined ? Infinity : Math.round((Date.parse(day) - Date.parse(today)) / DAY_MS);
}

/** Where overage is listed, that the package is used up goes without saying. */
export function withoutOvershadowed<T extends { kind: AlertKind; facts: AlertFacts }>(
  open: readonly T[],
): T[] {
  const isOver = open.some(({ kind }) => kind.startsWith('overage'));
  return open.filter(({ kind, facts }) => !isOver || kind !== 'threshold' || (facts.percent ?? 0) > 100);
}

/** Single entries of one kind are shown and counted as one. */
export function isOfEntries(kind: AlertKind): boolean {
  return kind === 'no-comment' || kind === 'long-entry' || kind === 'closed-task' || kind === 'held-entry';
}

const order: Record<AlertLevel, number> = { bad: 0, warn: 1, info: 2 };

export function bySeverity(a: AlertLevel, b: AlertLevel): number {
  return order[a] - order[b];
}
