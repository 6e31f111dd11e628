import { type Insertable, type Selectable, type Updateable, sql } from 'kysely';
import { type DbOrTx, isPostgres, type Tx } from '../base/db/index.js';
import type { HandoffsTable } from '../base/db/tables/handoffs.js';

export type HandoffRow = Selectable<HandoffsTable>;

/** The next number of a portal; the caller holds the portal. */
export async function nextHandoffId(tx: Tx, portalId: string): Promise<number> {
  const row = await tx
    .selectFrom('handoffs')
    .select(sql<number>`cast(coalesce(max(handoff_id), 0) + 1 as bigint)`.as('next'))
    .where('portal_id', '=', portalId)
    .executeTakeFirstOrThrow();
  return row.next;
}

export async function insertHandoff(tx: Tx, row: Insertable<HandoffsTable>): Promise<void> {
  await tx.insertInto('handoffs').values(row).execute();
}

/** Reads a hand-off and, inside a transaction, holds it. */
export async function holdHandoff(
  tx: Tx,
  portalId: string,
  handoffId: number,
): Promise<HandoffRow | undefined> {
  return tx
    .selectFrom('handoffs')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('handoff_id', '=', handoffId)
    .$if(isPostgres(tx), (query) => query.forUpdate())
    .executeTakeFirst();
}

export async function changeHandoff(
  tx: Tx,
  row: Pick<HandoffRow, 'portal_id' | 'handoff_id'>,
  change: Updateable<HandoffsTable>,
): Promise<void> {
  await tx
    .updateTable('handoffs')
    .set(change)
    .where('portal_id', '=', row.portal_id)
    .where('handoff_id', '=', row.handoff_id)
    .execute();
}

export async function readHandoff(
  db: DbOrTx,
  portalId: string,
  handoffId: number,
): Promise<HandoffRow | undefined> {
  return db
    .selectFrom('handoffs')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('handoff_id', '=', handoffId)
    .executeTakeFirst();
}

/** Whether the task is handed over, or is what something was handed over as, and that is not over. */
export async function isHandedOver(db: DbOrTx, portalId: string, taskId: number): Promise<boolean> {
  const row = await db
    .selectFrom('handoffs')
    .select('handoff_id')
    .where('portal_id', '=', portalId)
    .where('state', '=', 'open')
    .where((is) => is.or([is('task_id', '=', taskId), is('linked_task_id', '=', taskId)]))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Hand-offs whose linked task is one of these, and which may still change with it. */
export async function readOfLinkedTasks(
  db: DbOrTx,
  portalId: string,
  taskIds: readonly number[],
): Promise<HandoffRow[]> {
  if (taskIds.length === 0) return [];
  return db
    .selectFrom('handoffs')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('linked_task_id', 'in', [...taskIds])
    .where('state', '!=', 'taken-back')
    .orderBy('handoff_id')
    .execute();
}
