import type { Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import { changeEstimate, readEverAsked, readOpenOfTasks } from './estimates-store.js';
import { CLOSED } from './linked-view.js';
import { requestEstimate } from './request-estimate.js';
import { asksForEstimate } from './rules/estimate-tag.js';

/**
 * Tasks that changed: a tag asks for an estimate, once per task; a closed or deleted task needs none any more.
 */
export async function watchEstimates(
  tx: Tx,
  ground: Pick<Ground, 'clock' | 'config'>,
  portalId: string,
  taskIds: readonly number[],
): Promise<void> {
  if (taskIds.length === 0) return;
  const tasks = await readTasks(tx, portalId, taskIds);
  const over = new Set(
    tasks.filter((task) => task.status === CLOSED || task.state === 'deleted').map((t) => t.task_id),
  );
  const at = ground.clock.now();
  for (const row of await readOpenOfTasks(tx, portalId, [...over])) {
    const ended = { state: 'withdrawn' as const, ended_by: 0, state_since: at, updated_at: at };
    await changeEstimate(tx, row, { ...ended, revision: row.revision + 1 });
  }
  const tagged = tasks.filter(
    (task) => !over.has(task.task_id) && asksForEstimate(JSON.parse(task.tags) as string[]),
  );
  const known = await readEverAsked(
    tx,
    portalId,
    tagged.map((task) => task.task_id),
  );
  for (const task of tagged.filter((one) => !known.has(one.task_id))) {
    await requestEstimate(
      tx,
      ground,
      { portalId, userId: 0, name: '' },
      {
        task: { taskId: task.task_id, title: task.title, clientId: task.client_id },
        ...{ performerId: task.responsible_id, note: '', forClient: false, source: 'tag', requestId: null },
      },
    );
  }
}

async function readTasks(tx: Tx, portalId: string, taskIds: readonly number[]) {
  return tx
    .selectFrom('tasks as task')
    .leftJoin('client_groups as owned', (join) =>
      join.onRef('owned.portal_id', '=', 'task.portal_id').onRef('owned.group_id', '=', 'task.group_id'),
    )
    .select(['task.task_id', 'task.title', 'task.tags', 'task.status', 'task.state', 'task.responsible_id'])
    .select('owned.client_id')
    .where('task.portal_id', '=', portalId)
    .where('task.task_id', 'in', [...taskIds])
    .orderBy('task.task_id')
    .execute();
}
