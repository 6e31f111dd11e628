import { sql } from 'kysely';
import type { DbOrTx } from '../../base/db/index.js';

/** Changes this close to the newest one may have been written after it: they are told apart one by one. */
const NEAR_MS = 60_000;

/** What the board would show anew: the newest of its tasks, of running timers, of marks, of its own settings, of work out of turn. */
export async function readBoardMark(db: DbOrTx, portalId: string): Promise<string> {
  const newest = await db
    .selectFrom('tasks')
    .select(sql<number | null>`max(changed_at)`.as('at'))
    .where('portal_id', '=', portalId)
    .executeTakeFirst();
  const near = await db
    .selectFrom('tasks')
    .select(sql<number | null>`cast(sum(changed_at % 100003) as bigint)`.as('sum'))
    .where('portal_id', '=', portalId)
    .where('changed_at', '>=', (newest?.at ?? 0) - NEAR_MS)
    .executeTakeFirst();
  const timers = await db
    .selectFrom('running_timers')
    .select(sql<number | null>`cast(sum(coalesce(task_id, 0) + user_id) as bigint)`.as('sum'))
    .where('portal_id', '=', portalId)
    .executeTakeFirst();
  const marks = await db
    .selectFrom('work_marks')
    .select(sql<number | null>`max(since_at)`.as('at'))
    .where('portal_id', '=', portalId)
    .executeTakeFirst();
  const ways = await db
    .selectFrom('board_settings')
    .select('updated_at')
    .where('portal_id', '=', portalId)
    .executeTakeFirst();
  const intakes = await db
    .selectFrom('intakes')
    .select(sql<number | null>`max(updated_at)`.as('at'))
    .where('portal_id', '=', portalId)
    .executeTakeFirst();
  return [newest?.at, near?.sum, timers?.sum, marks?.at, ways?.updated_at, intakes?.at]
    .map((part) => part ?? 0)
    .join(':');
}
