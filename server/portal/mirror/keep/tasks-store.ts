import { type Insertable, type Selectable, sql } from 'kysely';
import { type DbOrTx, isPostgres, type Tx } from '../../../base/db/index.js';
import type { TasksTable } from '../../../base/db/tables/mirror.js';
import { chunk, distinctSorted } from '../rules/chunk.js';

export type TaskRow = Selectable<TasksTable>;

const ROWS = 500;

/** Tasks we know, by id. With `lock`, in ascending order, so that two writers of the same tasks queue up. */
export async function loadTasks(
  db: DbOrTx,
  portalId: string,
  taskIds: Iterable<number>,
  lock = false,
): Promise<Map<number, TaskRow>> {
  const found = new Map<number, TaskRow>();
  for (const ids of chunk(distinctSorted(taskIds), ROWS)) {
    const rows = await db
      .selectFrom('tasks')
      .selectAll()
      .where('portal_id', '=', portalId)
      .where('task_id', 'in', ids)
      .orderBy('task_id')
      .$if(lock && isPostgres(db), (query) => query.forUpdate())
      .execute();
    for (const row of rows) found.set(row.task_id, row);
  }
  return found;
}

/** Writes what was told, unless a newer answer is there already. */
export async function upsertTasks(tx: Tx, rows: readonly Insertable<TasksTable>[]): Promise<void> {
  for (const part of chunk(rows, ROWS)) {
    await tx
      .insertInto('tasks')
      .values(part)
      .onConflict((conflict) =>
        conflict
          .columns(['portal_id', 'task_id'])
          .doUpdateSet((eb) => ({
            group_id: eb.ref('excluded.group_id'),
            title: eb.ref('excluded.title'),
            status: eb.ref('excluded.status'),
            priority: eb.ref('excluded.priority'),
            responsible_id: eb.ref('excluded.responsible_id'),
            created_by: eb.ref('excluded.created_by'),
            parent_id: eb.ref('excluded.parent_id'),
            deadline_at: eb.ref('excluded.deadline_at'),
            created_at: eb.ref('excluded.created_at'),
            closed_at: eb.ref('excluded.closed_at'),
            estimate_seconds: eb.ref('excluded.estimate_seconds'),
            spent_seconds: eb.ref('excluded.spent_seconds'),
            tags: eb.ref('excluded.tags'),
            chat_id: eb.fn.coalesce('excluded.chat_id', 'tasks.chat_id'),
            state: eb.ref('excluded.state'),
            delete_seen_at: eb.ref('excluded.delete_seen_at'),
            asked_at: eb.ref('excluded.asked_at'),
            changed_at: eb.ref('excluded.changed_at'),
          }))
          .whereRef('tasks.asked_at', '<=', 'excluded.asked_at'),
      )
      .execute();
  }
}

export async function setTaskState(
  tx: Tx,
  portalId: string,
  task: { taskId: number; state: TaskRow['state']; askedAt: number },
): Promise<void> {
  await tx
    .updateTable('tasks')
    .set({ state: task.state, asked_at: task.askedAt, changed_at: task.askedAt })
    .where('portal_id', '=', portalId)
    .where('task_id', '=', task.taskId)
    .execute();
}

/**
 * Hours are told within a minute, the task's own sum when the task is read again: until then it is not less than its hours,
 * or plans and boards would offer work that is done.
 */
export async function raiseSpent(tx: Tx, portalId: string, taskIds: Iterable<number>): Promise<void> {
  for (const ids of chunk(distinctSorted(taskIds), ROWS)) {
    const sums = tx
      .selectFrom('time_entries as entry')
      .select('entry.task_id')
      .select(sql<number>`cast(sum(entry.seconds) as bigint)`.as('seconds'))
      .where('entry.portal_id', '=', portalId)
      .where('entry.task_id', 'in', ids)
      .where('entry.state', '=', 'live')
      .groupBy('entry.task_id')
      .as('told');
    await tx
      .updateTable('tasks')
      .from(sums)
      .set((eb) => ({ spent_seconds: eb.ref('told.seconds') }))
      .where('tasks.portal_id', '=', portalId)
      .whereRef('tasks.task_id', '=', 'told.task_id')
      .whereRef('tasks.spent_seconds', '<', 'told.seconds')
      .execute();
  }
}

/** A delete event arrived. It is only a hint: what it means is decided by the next reading of the task. */
export async function noteDeleteSeen(
  tx: Tx,
  portalId: string,
  taskIds: readonly number[],
  seenAt: number,
): Promise<void> {
  for (const ids of chunk(distinctSorted(taskIds), ROWS)) {
    await tx
      .updateTable('tasks')
      .set({ delete_seen_at: seenAt })
      .where('portal_id', '=', portalId)
      .where('task_id', 'in', ids)
      .execute();
  }
}
