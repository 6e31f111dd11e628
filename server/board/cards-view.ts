import type { BoardWays } from '../api/index.js';
import type { DbOrTx } from '../base/db/index.js';
import { columnOf, type Column } from './rules/columns.js';

const DAY_MS = 86_400_000;

/** A task on the board, with what is needed to place it and to say who may see it. */
export interface CardRow {
  taskId: number;
  title: string;
  groupId: number;
  clientId: number | null;
  part: 'development' | 'free-support' | null;
  userId: number;
  createdBy: number;
  column: Column;
  /** JSON array. */
  tags: string;
  priority: number;
  deadlineAt: number | null;
  estimateSeconds: number;
  spentSeconds: number;
  closedAt: number | null;
}

/**
 * What stands on a portal's board: live tasks of clients' groups and of groups with a part of their own, completed ones for
 * some days. Tasks that carry reports are on no board. With `taskId` only that one.
 */
export async function readCards(
  db: DbOrTx,
  of: { portalId: string; ways: BoardWays; now: number; taskId?: number },
): Promise<CardRow[]> {
  const { portalId, ways, now, taskId } = of;
  const rows = await selectTasks(db, portalId)
    .where((is) =>
      is.or([is('task.status', 'not in', [5, 7]), is('task.closed_at', '>=', now - ways.doneDays * DAY_MS)]),
    )
    .$if(taskId !== undefined, (query) => query.where('task.task_id', '=', taskId ?? 0))
    .execute();
  const hidden = new Set(ways.hiddenGroupIds);
  const waiting = { by: ways.waitingBy, tag: ways.waitingTag };
  return rows
    .filter((row) => !hidden.has(row.group_id))
    .map((row) => ({
      ...{ taskId: row.task_id, title: row.title, groupId: row.group_id },
      ...{ clientId: row.client_id, part: row.client_id === null ? row.part : null },
      ...{ userId: row.responsible_id, createdBy: row.created_by, tags: row.tags, priority: row.priority },
      ...{ deadlineAt: row.deadline_at, closedAt: row.closed_at },
      ...{ estimateSeconds: row.estimate_seconds, spentSeconds: row.spent_seconds },
      column: columnOf({ status: row.status, tags: JSON.parse(row.tags) as string[] }, waiting),
    }));
}

function selectTasks(db: DbOrTx, portalId: string) {
  return db
    .selectFrom('tasks as task')
    .leftJoin('client_groups as owned', (join) =>
      join.onRef('owned.portal_id', '=', 'task.portal_id').onRef('owned.group_id', '=', 'task.group_id'),
    )
    .leftJoin('clients as client', (join) =>
      join
        .onRef('client.portal_id', '=', 'owned.portal_id')
        .onRef('client.client_id', '=', 'owned.client_id'),
    )
    .leftJoin('special_groups as special', (join) =>
      join.onRef('special.portal_id', '=', 'task.portal_id').onRef('special.group_id', '=', 'task.group_id'),
    )
    .select(['task.task_id', 'task.title', 'task.group_id', 'task.responsible_id', 'task.created_by'])
    .select(['task.status', 'task.tags', 'task.priority', 'task.deadline_at', 'task.closed_at'])
    .select(['task.estimate_seconds', 'task.spent_seconds', 'owned.client_id', 'special.part'])
    .where('task.portal_id', '=', portalId)
    .where('task.state', '=', 'live')
    .where('client.archived_at', 'is', null)
    .where((is) => is.or([is('client.client_id', 'is not', null), is('special.part', 'is not', null)]))
    .where((is) =>
      is.or([
        is('client.report_task_id', 'is', null),
        is('client.report_task_id', '!=', is.ref('task.task_id')),
      ]),
    )
    .orderBy('task.task_id');
}

/** Groups a person is a member of. */
export async function readOwnGroups(db: DbOrTx, portalId: string, userId: number): Promise<Set<number>> {
  const rows = await db
    .selectFrom('group_members')
    .select('group_id')
    .where('portal_id', '=', portalId)
    .where('user_id', '=', userId)
    .execute();
  return new Set(rows.map((row) => row.group_id));
}

/** Names of people, and whether work can be given to them. */
export async function readNames(
  db: DbOrTx,
  portalId: string,
  userIds: readonly number[],
): Promise<Map<number, { name: string; isEmployee: boolean }>> {
  if (userIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('users')
    .select(['user_id', 'name', 'user_type', 'active'])
    .where('portal_id', '=', portalId)
    .where('user_id', 'in', [...userIds])
    .execute();
  return new Map(
    rows.map((row) => [
      row.user_id,
      { name: row.name, isEmployee: row.user_type === 'employee' && row.active === 1 },
    ]),
  );
}
