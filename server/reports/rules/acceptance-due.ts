import { addDays, type Day, dayOf, startOfDay } from '../../base/days.js';
import { type IsWorkingDay, nextWorkingMorning } from '../../base/next-due.js';
import type { Acceptance } from './acceptance.js';

/** Nobody is written to in the evening or at night, whatever was missed meanwhile. */
const WORKING_HOURS_MS = 8 * 3_600_000;

export interface Waiting {
  acceptance: Acceptance;
  postedAt: number;
  /** The client's. */
  zone: string;
  isWorking: IsWorkingDay;
  reminderDays: readonly number[];
  automaticDays: number | null;
  /** Last day for objections as the posted text says; null where it says nothing: then silence is no acceptance. */
  announcedUntil: Day | null;
}

export type Due = { what: 'remind'; days: number } | { what: 'accept'; until: Day };

/** What silence asks for now: at most one thing, at 10:00 of a working day of the client or in the hours after it. */
export function dueNow(waiting: Waiting, now: number): Due | null {
  if (waiting.acceptance.state !== 'waiting' || !isDaytime(now, waiting)) return null;
  const until = objectionsUntil(waiting);
  if (until !== null && now >= morningFrom(addDays(until, 1), waiting)) return { what: 'accept', until };
  const { reminded } = waiting.acceptance;
  const days = waiting.reminderDays.filter(
    (day) => !reminded.some((sent) => sent >= day) && now >= reminderAt(waiting, day),
  );
  return days.length === 0 ? null : { what: 'remind', days: Math.max(...days) };
}

/** Last day on which the client may object. An answer to the client gives the whole time anew. */
export function objectionsUntil(waiting: Waiting): Day | null {
  const { automaticDays, announcedUntil } = waiting;
  if (automaticDays === null || announcedUntil === null) return null;
  const counted = addDays(dayOf(silentSince(waiting), waiting.zone), automaticDays);
  return counted > announcedUntil ? counted : announcedUntil;
}

function reminderAt(waiting: Waiting, days: number): number {
  return morningFrom(addDays(dayOf(silentSince(waiting), waiting.zone), Math.max(days, 1)), waiting);
}

function silentSince({ postedAt, acceptance }: Waiting): number {
  return Math.max(postedAt, acceptance.answeredAt ?? 0);
}

/** 10:00 of the day, or of the first working day after it. */
function morningFrom(day: Day, { zone, isWorking }: Pick<Waiting, 'zone' | 'isWorking'>): number {
  return nextWorkingMorning(startOfDay(addDays(day, -1), zone), zone, isWorking);
}

function isDaytime(now: number, waiting: Waiting): boolean {
  const morning = morningFrom(dayOf(now, waiting.zone), waiting);
  return now >= morning && now < morning + WORKING_HOURS_MS;
}
