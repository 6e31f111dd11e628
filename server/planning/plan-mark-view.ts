import { sql } from 'kysely';
import type { DbOrTx } from '../base/db/index.js';

/** What a plan is made of, as one short text: it changes with tasks, published weeks, working hours, marks and estimates. */
export async function readPlanMark(db: DbOrTx, portalId: string): Promise<string> {
  const newest = (table: string, column: string) =>
    sql`(select max(${sql.ref(column)}) from ${sql.table(table)} where portal_id = ${portalId})`;
  // What is said no more leaves no moment behind.
  const skills = sql`(select coalesce(sum(updated_at % 1000003 + permille), 0) from skills where portal_id = ${portalId})`;
  const { rows } = await sql<Record<string, number | null>>`select
    ${newest('tasks', 'changed_at')} as tasks,
    ${newest('sprints', 'published_at')} as sprints,
    ${newest('work_norms', 'updated_at')} as norms,
    ${newest('capacity_days', 'updated_at')} as days,
    ${newest('work_marks', 'since_at')} as marks,
    ${skills} as skills,
    ${newest('estimates', 'updated_at')} as estimates`.execute(db);
  return Object.values(rows[0] ?? {}).join(':');
}
