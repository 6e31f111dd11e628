import { recordAction, type Visitor } from '../access/index.js';
import type { CalendarDayInput, CalendarView } from '../api/index.js';
import type { DbOrTx, Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import { lockPortal } from '../portal/installs/index.js';
import type { PortalRest } from '../portal/rest/index.js';
import { type PortalCalendar, readPortalCalendar } from './rules/portal-calendar.js';
import {
  type CalendarDay,
  readCalendarDays,
  readWeekdays,
  replaceCalendarDays,
  writeWeekdays,
} from './calendar-store.js';

export async function showCalendar(db: DbOrTx, portalId: string): Promise<CalendarView> {
  const days = await readCalendarDays(db, portalId);
  return {
    weekdays: await readWeekdays(db, portalId),
    days: days.map(({ day, works, source, note }) => ({ day, works: works === 1, source, note })),
  };
}

/** The whole calendar as somebody wrote it down; days that came from the portal keep that source. */
export async function setCalendar(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  visitor: Visitor,
  wanted: { requestId: string; weekdays: readonly number[]; days: readonly CalendarDayInput[] },
): Promise<void> {
  const { portalId, userId } = visitor;
  await lockPortal(tx, portalId);
  const before = await showCalendar(tx, portalId);
  const { requestId, ...after } = wanted;
  const action = {
    portalId,
    userId,
    what: 'set-calendar',
    before,
    after,
    cause: `set-calendar:${requestId}`,
  };
  const { repeated } = await recordAction(tx, ground.clock, action);
  if (repeated) return;
  const known = new Map(before.days.map((day) => [day.day, day]));
  const days = wanted.days.map(({ day, works, note }): CalendarDay => {
    const old = known.get(day);
    const source = old?.source === 'portal' && old.works === works ? 'portal' : 'hand';
    return { day, works: works ? 1 : 0, source, note: note || null };
  });
  await writeWeekdays(tx, portalId, [...wanted.weekdays].sort());
  await replaceCalendarDays(tx, portalId, null, days);
}

/** Takes week days and yearly holidays over from the portal. Days written by hand stay, and win where both speak. */
export async function importCalendar(
  ground: Pick<Ground, 'clock' | 'db'>,
  rest: PortalRest,
  visitor: Visitor,
  requestId: string,
): Promise<void> {
  const { portalId, userId } = visitor;
  const answer = await rest.call({
    ...{ portalId, method: 'calendar.settings.get', urgency: 'interactive' },
  });
  const told = readPortalCalendar((answer.result ?? {}) as PortalCalendar);
  await ground.db.transaction().execute(async (tx) => {
    await lockPortal(tx, portalId);
    const before = await showCalendar(tx, portalId);
    const action = { portalId, userId, what: 'import-calendar', before, after: told };
    const cause = `import-calendar:${requestId}`;
    const { repeated } = await recordAction(tx, ground.clock, { ...action, cause });
    if (repeated) return;
    await writeWeekdays(tx, portalId, told.weekdays);
    const days = told.days.map((day): CalendarDay => ({ ...day, source: 'portal', note: null }));
    await replaceCalendarDays(tx, portalId, 'portal', days);
  });
}
