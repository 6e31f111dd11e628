import { addDays, type Day, dayOf, startOfDay } from '../base/days.js';
import type { DbOrTx } from '../base/db/index.js';
import { readWorkOfClient } from '../clients/index.js';
import { mondayOf } from './rules/week-days.js';
import { type UrgentWeek, urgentWeek } from './rules/suggest-reserve.js';

const WEEKS = 8;

/** The urgent share of the clients' work in each of the last eight whole weeks. */
export async function readUrgentWeeks(
  db: DbOrTx,
  of: { portalId: string; zone: string; today: Day },
): Promise<UrgentWeek[]> {
  const { portalId, zone, today } = of;
  const last = mondayOf(today);
  const first = addDays(last, -7 * WEEKS);
  const rows = await db
    .selectFrom('time_entries as entry')
    .innerJoin('client_groups as owned', (join) =>
      join.onRef('owned.portal_id', '=', 'entry.portal_id').onRef('owned.group_id', '=', 'entry.group_id'),
    )
    .leftJoin('tasks as task', (join) =>
      join.onRef('task.portal_id', '=', 'entry.portal_id').onRef('task.task_id', '=', 'entry.task_id'),
    )
    .select(['owned.client_id', 'entry.entry_id', 'entry.task_id', 'entry.seconds', 'entry.worked_at'])
    .select(['task.title', 'task.tags'])
    .where('entry.portal_id', '=', portalId)
    .where('entry.state', '=', 'live')
    .where('entry.worked_at', '>=', startOfDay(first, zone))
    .where('entry.worked_at', '<', startOfDay(last, zone))
    .execute();
  const workOf = new Map<number, Awaited<ReturnType<typeof readWorkOfClient>>>();
  const sums = new Map<Day, { urgent: number; all: number }>();
  for (const row of rows) {
    const work =
      workOf.get(row.client_id) ?? (await readWorkOfClient(db, { portalId, clientId: row.client_id }, []));
    workOf.set(row.client_id, work);
    const week = mondayOf(dayOf(row.worked_at, zone));
    const sum = sums.get(week) ?? { urgent: 0, all: 0 };
    sum.all += row.seconds;
    if ((work(row).urgency?.value ?? 'normal') !== 'normal') sum.urgent += row.seconds;
    sums.set(week, sum);
  }
  return Array.from({ length: WEEKS }, (_, index) => {
    const week = addDays(first, 7 * index);
    const { urgent, all } = sums.get(week) ?? { urgent: 0, all: 0 };
    return urgentWeek(week, urgent, all);
  });
}
