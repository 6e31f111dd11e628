import type { DbOrTx } from '../base/db/index.js';

/** Clients that own these groups. */
export async function clientsOfGroups(
  db: DbOrTx,
  portalId: string,
  groupIds: readonly number[],
): Promise<number[]> {
  if (groupIds.length === 0) return [];
  const rows = await db
    .selectFrom('client_groups')
    .select('client_id')
    .distinct()
    .where('portal_id', '=', portalId)
    .where('group_id', 'in', [...groupIds])
    .orderBy('client_id')
    .execute();
  return rows.map((row) => row.client_id);
}

/** Clients a task's move concerns: owners of the old and the new group. Null when there is no such move. */
export async function clientsOfMove(db: DbOrTx, portalId: string, moveId: string): Promise<number[] | null> {
  const move = await db
    .selectFrom('task_moves')
    .select(['from_group_id', 'to_group_id'])
    .where('portal_id', '=', portalId)
    .where('move_id', '=', moveId)
    .executeTakeFirst();
  return move ? clientsOfGroups(db, portalId, [move.from_group_id, move.to_group_id]) : null;
}

export async function clientsOfDisappearance(
  db: DbOrTx,
  portalId: string,
  id: string,
): Promise<number[] | null> {
  const row = await db
    .selectFrom('disappearances')
    .select('client_id')
    .where('portal_id', '=', portalId)
    .where('disappearance_id', '=', id)
    .executeTakeFirst();
  return row ? [row.client_id].filter((clientId) => clientId !== null) : null;
}

export async function clientsOfPost(
  db: DbOrTx,
  portalId: string,
  outboxId: string,
): Promise<number[] | null> {
  const row = await db
    .selectFrom('outbox')
    .select('client_id')
    .where('portal_id', '=', portalId)
    .where('outbox_id', '=', outboxId)
    .executeTakeFirst();
  return row ? [row.client_id] : null;
}
