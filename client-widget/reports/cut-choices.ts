import type { Cut, ReportKind } from '../../server/api/reports.js';
import { todayIn } from '../ui/dates.js';

export interface ChosenCut {
  cut: Cut;
  kind: ReportKind;
}

const DAY_MS = 86_400_000;

/** The usual one: everything up to the end of the last whole day. */
export function yesterdayCut(zone: string, now?: number): ChosenCut {
  return { cut: { at: 'day', day: before(todayIn(zone, now)) }, kind: 'period' };
}

/** Last days of the periods that are over: yesterday, last week, last month; each day once. */
export function endedPeriods(today: string): { name: 'yesterday' | 'week' | 'month'; day: string }[] {
  const weekday = new Date(`${today}T00:00:00Z`).getUTCDay();
  const periods = [
    { name: 'yesterday' as const, day: before(today) },
    { name: 'week' as const, day: before(today, weekday === 0 ? 7 : weekday) },
    { name: 'month' as const, day: before(`${today.slice(0, 8)}01`) },
  ];
  return periods.filter((one, index) => periods.findIndex((other) => other.day === one.day) === index);
}

function before(day: string, days = 1): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * DAY_MS).toISOString().slice(0, 10);
}
