import type { DbOrTx } from '../base/db/index.js';

export interface RobotTask {
  taskId: number;
  title: string;
  status: number;
  responsibleId: number;
  /** Null: its group is no client's. */
  clientId: number | null;
}

/** A task as the mirror knows it; null for one it has not met, or that is gone. */
export async function readRobotTask(db: DbOrTx, portalId: string, taskId: number): Promise<RobotTask | null> {
  const row = await db
    .selectFrom('tasks as task')
    .leftJoin('client_groups as owned', (join) =>
      join.onRef('owned.portal_id', '=', 'task.portal_id').onRef('owned.group_id', '=', 'task.group_id'),
    )
    .select(['task.task_id', 'task.title', 'task.status', 'task.responsible_id', 'owned.client_id'])
    .where('task.portal_id', '=', portalId)
    .where('task.task_id', '=', taskId)
    .where('task.state', '!=', 'deleted')
    .executeTakeFirst();
  if (!row) return null;
  const { task_id: id, title, status, responsible_id: responsibleId, client_id: clientId } = row;
  return { taskId: id, title, status, responsibleId, clientId };
}
