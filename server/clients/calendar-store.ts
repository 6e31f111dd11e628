import type { Selectable } from 'kysely';
import type { Day } from '../base/days.js';
import type { DbOrTx, Tx } from '../base/db/index.js';
import type { HolidaysTable } from '../base/db/tables/clients.js';
import type { WorkCalendar } from '../base/work-calendar.js';
import { readSetting, writeSetting } from '../portal/installs/index.js';

export type CalendarDay = Omit<Selectable<HolidaysTable>, 'portal_id'>;

const WEEKDAYS = 'working-weekdays';
const mondayToFriday = [1, 2, 3, 4, 5];

/** Week days on which the company works, 1 = Monday; Monday to Friday until somebody said otherwise. */
export async function readWeekdays(db: DbOrTx, portalId: string): Promise<number[]> {
  const kept = await readSetting(db, portalId, WEEKDAYS);
  return kept === null ? mondayToFriday : kept.split(',').filter(Boolean).map(Number);
}

export async function writeWeekdays(tx: Tx, portalId: string, weekdays: readonly number[]): Promise<void> {
  await writeSetting(tx, portalId, WEEKDAYS, weekdays.join(','));
}

/** Exceptions from the week, in the order of their days; yearly ones (`MM-DD`) first. */
export async function readCalendarDays(db: DbOrTx, portalId: string): Promise<CalendarDay[]> {
  return db
    .selectFrom('holidays')
    .select(['day', 'works', 'source', 'note'])
    .where('portal_id', '=', portalId)
    .orderBy('day')
    .execute();
}

/** Replaces the exceptions of one source, or with null all of them. */
export async function replaceCalendarDays(
  tx: Tx,
  portalId: string,
  source: CalendarDay['source'] | null,
  days: readonly CalendarDay[],
): Promise<void> {
  await tx
    .deleteFrom('holidays')
    .where('portal_id', '=', portalId)
    .$if(source !== null, (query) => query.where('source', '=', source ?? 'hand'))
    .execute();
  const rows = days.map((day) => ({ ...day, portal_id: portalId }));
  if (rows.length === 0) return;
  await tx
    .insertInto('holidays')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['portal_id', 'day']).doNothing())
    .execute();
}

/** The company's working calendar, for `nextDue` and `nextWorkingMorning` (through `isWorkingIn`). */
export async function readWorkCalendar(db: DbOrTx, portalId: string): Promise<WorkCalendar> {
  const days = await readCalendarDays(db, portalId);
  const only = (works: number): Set<Day> =>
    new Set(days.filter((day) => day.works === works).map((day) => day.day));
  return {
    weekdays: new Set(await readWeekdays(db, portalId)),
    holidays: only(0),
    workdays: only(1),
  };
}
