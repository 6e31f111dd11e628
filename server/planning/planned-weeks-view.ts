import type { ClientRecord } from '../clients/index.js';
import { addDays, type Day, dayOf } from '../base/days.js';
import type { DbOrTx } from '../base/db/index.js';
import { type PlannedWeek, plannedWeeks } from './rules/planned-weeks.js';
import { mondayOf } from './rules/week-days.js';
import { publishedOf, readPublished } from './sprint-store.js';
import { readTasksByIds } from './tasks-view.js';

const COMPLETED = 5;

/**
 * What published sprints will burn of clients' hours, a client at a time: for the first, second … seven days from tomorrow.
 * A week in which nothing of the client's is planned tells nothing about it: its work comes unplanned.
 */
export async function readPlannedWeeks(
  db: DbOrTx,
  portalId: string,
  now: number,
): Promise<(client: Pick<ClientRecord, 'client_id' | 'time_zone'>) => (PlannedWeek | null)[]> {
  // A day early, wherever the clients live.
  const rows = await readPublished(db, portalId, mondayOf(addDays(dayOf(now, 'UTC'), -1)));
  const parts = rows.flatMap((row) => publishedOf(row)?.parts ?? []);
  const tasks = await readTasksByIds(
    db,
    portalId,
    parts.map(({ taskId }) => taskId),
  );
  const clientOf = new Map(
    tasks.flatMap((task) => (task.status === COMPLETED ? [] : [[task.task_id, task.client_id] as const])),
  );
  const planned = new Map<number, Map<Day, number>>();
  for (const { taskId, day, seconds } of parts) {
    const clientId = clientOf.get(taskId);
    if (clientId === undefined) continue;
    const days = planned.get(clientId) ?? new Map<Day, number>();
    planned.set(clientId, days.set(day, (days.get(day) ?? 0) + seconds));
  }
  return ({ client_id: clientId, time_zone: zone }) =>
    plannedWeeks(dayOf(now, zone), planned.get(clientId) ?? new Map<Day, number>());
}
