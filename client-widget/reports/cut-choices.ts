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

/** As a link carries it: the day itself, so that it names the same report tomorrow, or the package. */
export function cutText({ cut }: ChosenCut): string {
  return cut.at === 'day' ? cut.day : `package-${cut.packageId}`;
}

/** The entry of the list of choices that a link names: a period that is over, a package, today or another day. */
export function choiceOf(text: string | null, today: string): { choice: string; day: string | null } {
  const packageId = /^package-(\d+)$/.exec(text ?? '')?.[1];
  if (packageId !== undefined) return { choice: `package:${packageId}`, day: null };
  if (text === null || !isDay(text)) return { choice: 'period:0', day: null };
  const index = endedPeriods(today).findIndex((period) => period.day === text);
  if (index >= 0) return { choice: `period:${index}`, day: null };
  return text === today ? { choice: 'today', day: null } : { choice: 'custom', day: text };
}

/** The cut of a link; packages are asked for only where it names one. Yesterday where it names nothing known. */
export async function cutOfLink(
  text: string | null,
  zone: string,
  packages: () => Promise<readonly { packageId: number; cut: Cut }[]>,
): Promise<ChosenCut> {
  const { choice, day } = choiceOf(text, todayIn(zone));
  if (choice.startsWith('package:')) {
    const cut = (await packages()).find((one) => `package:${one.packageId}` === choice)?.cut;
    return cut ? { cut, kind: 'package' } : yesterdayCut(zone);
  }
  if (choice === 'today' || day !== null)
    return { cut: { at: 'day', day: day ?? todayIn(zone) }, kind: 'custom' };
  return text === null ? yesterdayCut(zone) : periodCut(choice, zone);
}

function periodCut(choice: string, zone: string): ChosenCut {
  const period = endedPeriods(todayIn(zone))[Number(choice.slice('period:'.length))];
  return period ? { cut: { at: 'day', day: period.day }, kind: 'period' } : yesterdayCut(zone);
}

function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
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
