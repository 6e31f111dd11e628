import { sql } from 'kysely';
import type { DbOrTx } from '../base/db/index.js';
import type { HandoffRow } from './handoffs-store.js';

/** How a linked task stands: whether it is closed, whether anybody has worked on it, and for how long. */
export interface Linked {
  status: number | null;
  isGone: boolean;
  seconds: number;
  isBegun: boolean;
}

export const CLOSED = 5;
/** New, and waiting: nobody has begun. */
const untouched = new Set([1, 2]);

export async function readLinked(
  db: DbOrTx,
  row: Pick<HandoffRow, 'portal_id' | 'linked_task_id'>,
): Promise<Linked> {
  const { portal_id: portalId, linked_task_id: taskId } = row;
  if (taskId === null) return { status: null, isGone: false, seconds: 0, isBegun: false };
  const task = await db
    .selectFrom('tasks')
    .select(['status', 'state'])
    .where('portal_id', '=', portalId)
    .where('task_id', '=', taskId)
    .executeTakeFirst();
  const seconds = await readTracked(db, portalId, taskId);
  const status = task?.status ?? null;
  const isGone = task !== undefined && task.state !== 'live';
  return { status, isGone, seconds, isBegun: seconds > 0 || (status !== null && !untouched.has(status)) };
}

async function readTracked(db: DbOrTx, portalId: string, taskId: number): Promise<number> {
  const row = await db
    .selectFrom('time_entries')
    .select(sql<number>`cast(coalesce(sum(seconds), 0) as bigint)`.as('seconds'))
    .where('portal_id', '=', portalId)
    .where('task_id', '=', taskId)
    .where('state', '=', 'live')
    .executeTakeFirstOrThrow();
  return row.seconds;
}
