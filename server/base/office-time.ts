import { DateTime } from 'luxon';
import { type IsWorkingDay, mondayToFriday, nextWorkingMorning } from './next-due.js';

const OPENS = 9;
const CLOSES = 18;

/**
 * When somebody may be written to: at once on a working day from 9:00 to 18:00 in `zone`, else at 10:00 of the first
 * working day that comes (of the same day before 9:00). Epoch ms.
 */
export function officeTime(now: number, zone: string, isWorking: IsWorkingDay = mondayToFriday): number {
  const local = DateTime.fromMillis(now, { zone });
  const today = local.startOf('day');
  if (isWorking(today) && local.hour >= OPENS && local.hour < CLOSES) return now;
  // A moment before midnight the next working morning may be today's.
  const after = local.hour < OPENS ? today.minus({ milliseconds: 1 }).toMillis() : now;
  return nextWorkingMorning(after, zone, isWorking);
}
