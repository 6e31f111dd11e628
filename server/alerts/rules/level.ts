import type { AlertFacts, AlertKind } from './types.js';

export type AlertLevel = 'info' | 'warn' | 'bad';

const EXPIRES_SOON_DAYS = 3;
const DAY_MS = 86_400_000;

/** How serious an alert is: what costs money or trust now, what will soon, what is good to know. */
export function levelOf(kind: AlertKind, facts: AlertFacts, today: string): AlertLevel {
  switch (kind) {
    case 'overage-limit':
    case 'overage-stop':
    case 'dispute':
    case 'uncertain-post':
      return 'bad';
    case 'threshold':
      return (facts.percent ?? 0) >= 100 ? 'bad' : (facts.percent ?? 0) >= 90 ? 'warn' : 'info';
    case 'expiry':
      return daysTo(facts.expiresOn, today) <= EXPIRES_SOON_DAYS ? 'warn' : 'info';
    case 'no-comment':
    case 'report-unanswered':
      return 'info';
    case 'overage':
    case 'long-entry':
    case 'closed-task':
    case 'held-entry':
    case 'report-draft':
    case 'report-forgotten':
      return 'warn';
  }
}

/** Whole days from one local day to another. */
export function daysTo(day: string | undefined, today: string): number {
  return day === undefined ? Infinity : Math.round((Date.parse(day) - Date.parse(today)) / DAY_MS);
}

const order: Record<AlertLevel, number> = { bad: 0, warn: 1, info: 2 };

export function bySeverity(a: AlertLevel, b: AlertLevel): number {
  return order[a] - order[b];
}
