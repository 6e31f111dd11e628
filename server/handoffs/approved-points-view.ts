import type { DbOrTx } from '../base/db/index.js';
import { pointsOf } from './estimate-now.js';
import type { Points } from './rules/three-points.js';

/** The three points behind the planned time of open tasks, where an estimate was approved; the newest by task id. */
export async function readApprovedPoints(
  db: DbOrTx,
  portalId: string,
): Promise<Map<number, Points & { approvedSeconds: number }>> {
  const rows = await db
    .selectFrom('estimates as estimate')
    .innerJoin('tasks as task', (join) =>
      join.onRef('task.portal_id', '=', 'estimate.portal_id').onRef('task.task_id', '=', 'estimate.task_id'),
    )
    .selectAll('estimate')
    .where('estimate.portal_id', '=', portalId)
    .where('estimate.state', '=', 'approved')
    .where('task.status', '!=', 5)
    .where('task.state', '=', 'live')
    .orderBy('estimate.estimate_id')
    .execute();
  return new Map(
    rows.flatMap((row) => {
      const points = pointsOf(row);
      const approvedSeconds = row.approved_seconds ?? 0;
      return points && approvedSeconds > 0 ? [[row.task_id, { ...points, approvedSeconds }] as const] : [];
    }),
  );
}
