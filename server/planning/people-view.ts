import type { DbOrTx } from '../base/db/index.js';

export interface Employee {
  userId: number;
  name: string;
  position: string;
  /** Empty = the portal did not tell. */
  timeZone: string;
}

/** Everybody who works here, by name. */
export async function readEmployees(db: DbOrTx, portalId: string): Promise<Employee[]> {
  const rows = await db
    .selectFrom('users')
    .select(['user_id', 'name', 'work_position', 'time_zone'])
    .where('portal_id', '=', portalId)
    .where('user_type', '=', 'employee')
    .where('active', '=', 1)
    .orderBy('name')
    .orderBy('user_id')
    .execute();
  return rows.map((row) => ({
    userId: row.user_id,
    name: row.name,
    position: row.work_position,
    timeZone: row.time_zone,
  }));
}

/** Who recorded time for clients since then, or is responsible for an open task of theirs. */
export async function readWorkingUserIds(db: DbOrTx, portalId: string, since: number): Promise<Set<number>> {
  const recorded = await db
    .selectFrom('time_entries as entry')
    .innerJoin('client_groups as owned', (join) =>
      join.onRef('owned.portal_id', '=', 'entry.portal_id').onRef('owned.group_id', '=', 'entry.group_id'),
    )
    .select('entry.user_id')
    .distinct()
    .where('entry.portal_id', '=', portalId)
    .where('entry.worked_at', '>=', since)
    .where('entry.state', '=', 'live')
    .execute();
  const responsible = await db
    .selectFrom('tasks as task')
    .innerJoin('client_groups as owned', (join) =>
      join.onRef('owned.portal_id', '=', 'task.portal_id').onRef('owned.group_id', '=', 'task.group_id'),
    )
    .innerJoin('clients as client', (join) =>
      join
        .onRef('client.portal_id', '=', 'owned.portal_id')
        .onRef('client.client_id', '=', 'owned.client_id'),
    )
    .select('task.responsible_id')
    .distinct()
    .where('task.portal_id', '=', portalId)
    .where('task.state', '=', 'live')
    .where('task.status', 'in', [2, 3, 6])
    // Reports are kept in a task of their own: whoever made it does not work for the client.
    .where((either) =>
      either.or([
        either('client.report_task_id', 'is', null),
        either('client.report_task_id', '!=', either.ref('task.task_id')),
      ]),
    )
    .execute();
  return new Set([...recorded.map((row) => row.user_id), ...responsible.map((row) => row.responsible_id)]);
}
