import { sql } from 'kysely';
import type { DbOrTx } from '../base/db/index.js';

export interface DoneRow {
  client_id: number;
  task_id: number;
  user_id: number;
  title: string | null;
  tags: string | null;
  seconds: number;
}

/** Recorded work for clients by task and person, between two work instants (epoch ms). */
export async function readDoneWork(
  db: DbOrTx,
  portalId: string,
  { since, until }: { since: number; until: number },
): Promise<DoneRow[]> {
  return db
    .selectFrom('time_entries as entry')
    .innerJoin('client_groups as owned', (join) =>
      join.onRef('owned.portal_id', '=', 'entry.portal_id').onRef('owned.group_id', '=', 'entry.group_id'),
    )
    .leftJoin('tasks as task', (join) =>
      join.onRef('task.portal_id', '=', 'entry.portal_id').onRef('task.task_id', '=', 'entry.task_id'),
    )
    .select(['owned.client_id', 'entry.task_id', 'entry.user_id', 'task.title', 'task.tags'])
    .select(sql<number>`cast(sum(entry.seconds) as bigint)`.as('seconds'))
    .where('entry.portal_id', '=', portalId)
    .where('entry.state', '=', 'live')
    .where('entry.worked_at', '>=', since)
    .where('entry.worked_at', '<', until)
    .groupBy(['owned.client_id', 'entry.task_id', 'entry.user_id', 'task.title', 'task.tags'])
    .orderBy('entry.task_id')
    .orderBy('entry.user_id')
    .execute();
}
