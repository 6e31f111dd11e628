import { sql } from 'kysely';
import type { DbOrTx } from '../base/db/index.js';

/** Statuses of Bitrix24: 2 waits for its start, 3 is in work, 4 awaits approval, 6 is put off. */
const OPEN_STATUSES = [2, 3, 4, 6] as const;

export interface OpenTask {
  task_id: number;
  client_id: number;
  title: string;
  status: number;
  priority: number;
  responsible_id: number;
  deadline_at: number | null;
  created_at: number | null;
  estimate_seconds: number;
  spent_seconds: number;
  tags: string;
}

/** Open tasks of the clients' groups; those that carry reports are no work. */
export async function readOpenTasks(db: DbOrTx, portalId: string): Promise<OpenTask[]> {
  return selectTasks(db, portalId)
    .where('task.status', 'in', [...OPEN_STATUSES])
    .where('task.state', '=', 'live')
    .execute();
}

/** These tasks of clients, whatever became of them. */
export async function readTasksByIds(
  db: DbOrTx,
  portalId: string,
  taskIds: readonly number[],
): Promise<OpenTask[]> {
  if (taskIds.length === 0) return [];
  return selectTasks(db, portalId)
    .where('task.task_id', 'in', [...new Set(taskIds)])
    .execute();
}

function selectTasks(db: DbOrTx, portalId: string) {
  return db
    .selectFrom('tasks as task')
    .innerJoin('client_groups as owned', (join) =>
      join.onRef('owned.portal_id', '=', 'task.portal_id').onRef('owned.group_id', '=', 'task.group_id'),
    )
    .innerJoin('clients as client', (join) =>
      join
        .onRef('client.portal_id', '=', 'owned.portal_id')
        .onRef('client.client_id', '=', 'owned.client_id'),
    )
    .select(['task.task_id', 'owned.client_id', 'task.title', 'task.status', 'task.priority'])
    .select(['task.responsible_id', 'task.deadline_at', 'task.created_at', 'task.tags'])
    .select(['task.estimate_seconds', 'task.spent_seconds'])
    .where('task.portal_id', '=', portalId)
    .where('client.archived_at', 'is', null)
    .where((either) =>
      either.or([
        either('client.report_task_id', 'is', null),
        either('client.report_task_id', '!=', either.ref('task.task_id')),
      ]),
    )
    .orderBy('task.task_id');
}

export interface Worked {
  task_id: number;
  user_id: number;
  seconds: number;
}

/** Seconds that somebody recorded on a task since the day began. */
export async function readDoneToday(
  db: DbOrTx,
  { portalId, since, taskIds }: { portalId: string; since: number; taskIds: readonly number[] },
): Promise<(taskId: number, userId: number) => number> {
  const rows = await readWorked(db, portalId, { taskIds, since });
  const done = new Map(rows.map((row) => [JSON.stringify([row.task_id, row.user_id]), row.seconds]));
  return (taskId, userId) => done.get(JSON.stringify([taskId, userId])) ?? 0;
}

/** Who worked how long on these tasks; `since`, `until`: work instants, epoch ms. */
export async function readWorked(
  db: DbOrTx,
  portalId: string,
  of: { taskIds?: readonly number[]; since?: number; until?: number },
): Promise<Worked[]> {
  if (of.taskIds?.length === 0) return [];
  return db
    .selectFrom('time_entries as entry')
    .select(['entry.task_id', 'entry.user_id'])
    .select(sql<number>`cast(sum(entry.seconds) as bigint)`.as('seconds'))
    .where('entry.portal_id', '=', portalId)
    .where('entry.state', '=', 'live')
    .$if(of.taskIds !== undefined, (query) => query.where('entry.task_id', 'in', [...(of.taskIds ?? [])]))
    .$if(of.since !== undefined, (query) => query.where('entry.worked_at', '>=', of.since ?? 0))
    .$if(of.until !== undefined, (query) => query.where('entry.worked_at', '<', of.until ?? 0))
    .groupBy(['entry.task_id', 'entry.user_id'])
    .orderBy('entry.task_id')
    .orderBy('entry.user_id')
    .execute();
}
