import type { Insertable, Selectable } from 'kysely';
import { type DbOrTx, isPostgres, type Tx } from '../../../base/db/index.js';
import type { TaskMovesTable } from '../../../base/db/tables/mirror.js';
import { chunk, distinctSorted } from '../rules/chunk.js';
import type { KeptMove } from '../rules/hours-group.js';

export type MoveRow = Selectable<TaskMovesTable>;

export async function loadMoves(
  db: DbOrTx,
  portalId: string,
  taskIds: Iterable<number>,
): Promise<Map<number, MoveRow[]>> {
  const found = new Map<number, MoveRow[]>();
  for (const ids of chunk(distinctSorted(taskIds), 500)) {
    const rows = await db
      .selectFrom('task_moves')
      .selectAll()
      .where('portal_id', '=', portalId)
      .where('task_id', 'in', ids)
      .orderBy('since_at')
      .execute();
    for (const row of rows) found.set(row.task_id, [...(found.get(row.task_id) ?? []), row]);
  }
  return found;
}

/** True when the move is new; the id is made from its facts, so the same move is never kept twice. */
export async function insertMove(tx: Tx, row: Insertable<TaskMovesTable>): Promise<boolean> {
  const inserted = await tx
    .insertInto('task_moves')
    .values(row)
    .onConflict((conflict) => conflict.columns(['portal_id', 'task_id', 'move_id']).doNothing())
    .returning('move_id')
    .executeTakeFirst();
  return inserted !== undefined;
}

export async function findMove(tx: Tx, portalId: string, moveId: string): Promise<MoveRow | undefined> {
  return tx
    .selectFrom('task_moves')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('move_id', '=', moveId)
    .$if(isPostgres(tx), (query) => query.forUpdate())
    .executeTakeFirst();
}

export async function listWaitingMoves(db: DbOrTx, portalId: string): Promise<MoveRow[]> {
  return db
    .selectFrom('task_moves')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('state', '=', 'waiting')
    .orderBy('task_id')
    .orderBy('since_at')
    .execute();
}

export async function settleMove(
  tx: Tx,
  move: MoveRow,
  decision: { state: 'confirmed' | 'rejected'; withEarlier: boolean; actionId: string | null },
): Promise<void> {
  await tx
    .updateTable('task_moves')
    .set({
      state: decision.state,
      with_earlier: decision.withEarlier ? 1 : 0,
      action_id: decision.actionId,
    })
    .where('portal_id', '=', move.portal_id)
    .where('task_id', '=', move.task_id)
    .where('move_id', '=', move.move_id)
    .execute();
}

export function toKeptMove(row: MoveRow): KeptMove {
  return {
    fromGroupId: row.from_group_id,
    toGroupId: row.to_group_id,
    sinceAt: row.since_at,
    state: row.state,
    withEarlier: row.with_earlier === 1,
  };
}
