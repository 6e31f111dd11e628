import { sql } from 'kysely';
import type { DbOrTx, Tx } from '../base/db/index.js';
import type { WorkMarksTable } from '../base/db/tables/clients.js';
import type { Marked, WorkMark } from './rules/resolve-work.js';

/** A task (`entryId` 0), or one entry of it. */
export interface MarkedThing {
  taskId: number;
  entryId: number;
}

export function markKey(thing: MarkedThing): string {
  return `${thing.taskId}:${thing.entryId}`;
}

/** What is marked now, by `markKey`. Each value names the action that brought it. */
export async function readWorkMarks(
  db: DbOrTx,
  portalId: string,
  taskId?: number,
): Promise<Map<string, WorkMark>> {
  const rows = await db
    .selectFrom('work_marks')
    .selectAll()
    .where('portal_id', '=', portalId)
    .$if(taskId !== undefined, (query) => query.where('task_id', '=', taskId ?? 0))
    .orderBy('since_at')
    .execute();
  const marks = new Map<string, WorkMark>();
  for (const row of rows) {
    const key = markKey({ taskId: row.task_id, entryId: row.entry_id });
    marks.set(key, follow(marks.get(key), row));
  }
  return marks;
}

/** A value that stays as it was keeps the action that brought it. */
function follow(before: WorkMark | undefined, row: WorkMarksTable): WorkMark {
  const next = (was: Marked | null | undefined, value: string | null): Marked | null => {
    if (value === null) return null;
    return was?.value === value ? was : { value, actionId: row.action_id };
  };
  return {
    workType: next(before?.workType, row.work_type),
    urgency: next(before?.urgency, row.urgency),
    courtesy: next(before?.courtesy, row.courtesy_reason),
  };
}

/** Adds the whole state of a mark; earlier ones stay as its history. */
export async function insertWorkMark(
  tx: Tx,
  mark: Omit<WorkMarksTable, 'since_at'> & { now: number },
): Promise<void> {
  const { now, ...row } = mark;
  const last = await tx
    .selectFrom('work_marks')
    .select(sql<number>`cast(coalesce(max(since_at), 0) as bigint)`.as('at'))
    .where('portal_id', '=', row.portal_id)
    .where('task_id', '=', row.task_id)
    .where('entry_id', '=', row.entry_id)
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('work_marks')
    .values({ ...row, since_at: Math.max(now, last.at + 1) })
    .execute();
}
