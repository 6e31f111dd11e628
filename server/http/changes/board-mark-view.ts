import { sql } from 'kysely';
import type { DbOrTx } from '../../base/db/index.js';

/** Changes this close to the newest one may have been written after it: they are told apart one by one. */
const NEAR_MS = 60_000;

/** What board and sprint would show anew: the newest of tasks, running timers, marks, settings, work out of turn, plans, and time to plan with. */
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
  const planned = await readPlanMark(db, portalId);
  return [newest?.at, near?.sum, timers?.sum, marks?.at, ways?.updated_at, intakes?.at, ...planned]
    .map((part) => part ?? 0)
    .join(':');
}

/** A row that is taken away leaves an older newest one, or fewer of them. */
async function readPlanMark(db: DbOrTx, portalId: string): Promise<(number | null)[]> {
  const marks: (number | null)[] = [];
  for (const table of ['sprints', 'work_norms', 'capacity_days', 'skills'] as const) {
    const row = await db
      .selectFrom(table)
      .select([
        sql<number | null>`cast(max(updated_at) as bigint)`.as('at'),
        sql<number>`cast(count(*) as bigint)`.as('rows'),
      ])
      .where('portal_id', '=', portalId)
      .executeTakeFirst();
    marks.push(row?.at ?? null, row?.rows ?? 0);
  }
  return marks;
}
