import { MEMBER_ROLES, type Visitor } from '../access/index.js';
import type { DbOrTx } from '../base/db/index.js';
import { notFound } from '../base/errors.js';
import { mayManage, reachableClients } from '../clients/index.js';

/** A task as the mirror knows it, and whose hours it makes. */
export interface TaskInReach {
  taskId: number;
  groupId: number;
  groupName: string | null;
  title: string;
  tags: string;
  estimateSeconds: number;
  responsibleId: number;
  createdBy: number;
  /** Null: the task's group belongs to no client. */
  clientId: number | null;
  part: 'development' | 'free-support' | null;
}

/** Throws NOT_FOUND for a task the visitor has nothing to do with, and for one that is not there: both look the same. */
export async function requireTask(db: DbOrTx, visitor: Visitor, taskId: number): Promise<TaskInReach> {
  const task = await readTask(db, visitor.portalId, taskId);
  if (!task || !(await isInReach(db, visitor, task))) throw notFound('Task');
  return task;
}

async function isInReach(db: DbOrTx, visitor: Visitor, task: TaskInReach): Promise<boolean> {
  if (visitor.role === 'performer') return worksOn(db, visitor, task);
  const reach = await reachableClients(db, visitor);
  if (reach === 'all') return true;
  return task.clientId === null ? mayManage(visitor) : reach.has(task.clientId);
}

/** A performer's own tasks, those they made or put time on, and those of their groups. */
async function worksOn(db: DbOrTx, visitor: Visitor, task: TaskInReach): Promise<boolean> {
  if (task.responsibleId === visitor.userId || task.createdBy === visitor.userId) return true;
  const { portalId, userId } = visitor;
  const entry = await db
    .selectFrom('time_entries')
    .select('entry_id')
    .where('portal_id', '=', portalId)
    .where('task_id', '=', task.taskId)
    .where('user_id', '=', userId)
    .limit(1)
    .executeTakeFirst();
  if (entry) return true;
  const member = await db
    .selectFrom('group_members')
    .select('user_id')
    .where('portal_id', '=', portalId)
    .where('group_id', '=', task.groupId)
    .where('user_id', '=', userId)
    .where('role', 'in', MEMBER_ROLES)
    .executeTakeFirst();
  return member !== undefined;
}

async function readTask(db: DbOrTx, portalId: string, taskId: number): Promise<TaskInReach | null> {
  const row = await db
    .selectFrom('tasks as task')
    .leftJoin('workgroups as known', (join) =>
      join.onRef('known.portal_id', '=', 'task.portal_id').onRef('known.group_id', '=', 'task.group_id'),
    )
    .leftJoin('client_groups as owned', (join) =>
      join.onRef('owned.portal_id', '=', 'task.portal_id').onRef('owned.group_id', '=', 'task.group_id'),
    )
    .leftJoin('special_groups as special', (join) =>
      join.onRef('special.portal_id', '=', 'task.portal_id').onRef('special.group_id', '=', 'task.group_id'),
    )
    .select(['task.task_id', 'task.group_id', 'task.title', 'task.tags', 'task.estimate_seconds'])
    .select(['task.responsible_id', 'task.created_by', 'known.name', 'owned.client_id', 'special.part'])
    .where('task.portal_id', '=', portalId)
    .where('task.task_id', '=', taskId)
    .executeTakeFirst();
  if (!row) return null;
  return {
    ...{ taskId: row.task_id, groupId: row.group_id, groupName: row.name, title: row.title, tags: row.tags },
    ...{ estimateSeconds: row.estimate_seconds, responsibleId: row.responsible_id },
    createdBy: row.created_by,
    ...{ clientId: row.client_id, part: row.part },
  };
}

/** Clients whose ledgers hold time of a task: where its entries were made, and where it is now. Ascending. */
export async function readClientsOfTask(db: DbOrTx, portalId: string, taskId: number): Promise<number[]> {
  const rows = await db
    .selectFrom('group_tenures as owned')
    .select('owned.client_id')
    .distinct()
    .where('owned.portal_id', '=', portalId)
    .where((is) =>
      is.or([
        is(
          'owned.group_id',
          'in',
          is
            .selectFrom('time_entries')
            .select('group_id')
            .where('portal_id', '=', portalId)
            .where('task_id', '=', taskId),
        ),
        is(
          'owned.group_id',
          'in',
          is
            .selectFrom('tasks')
            .select('group_id')
            .where('portal_id', '=', portalId)
            .where('task_id', '=', taskId),
        ),
      ]),
    )
    .orderBy('owned.client_id')
    .execute();
  return rows.map((row) => row.client_id);
}

/** An entry of a client's groups; undefined for any other. */
export async function readEntryOfClient(
  db: DbOrTx,
  of: { portalId: string; clientId: number },
  entryId: number,
): Promise<{ taskId: number; userId: number } | undefined> {
  const row = await db
    .selectFrom('time_entries as entry')
    .innerJoin('group_tenures as owned', (join) =>
      join
        .onRef('owned.portal_id', '=', 'entry.portal_id')
        .onRef('owned.group_id', '=', 'entry.group_id')
        .onRef('owned.from_at', '<=', 'entry.made_at')
        .onRef('owned.until_at', '>', 'entry.made_at'),
    )
    .select(['entry.task_id', 'entry.user_id'])
    .where('entry.portal_id', '=', of.portalId)
    .where('owned.client_id', '=', of.clientId)
    .where('entry.entry_id', '=', entryId)
    .executeTakeFirst();
  return row && { taskId: row.task_id, userId: row.user_id };
}
