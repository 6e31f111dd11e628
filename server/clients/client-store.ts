import { type Selectable, sql } from 'kysely';
import { type DbOrTx, type Tx, isPostgres } from '../base/db/index.js';
import type { ClientsTable } from '../base/db/tables/clients.js';
import { notFound } from '../base/errors.js';

export type ClientRecord = Selectable<ClientsTable>;

/** Reads a client and, inside a transaction, holds its row: postings of one client never run side by side. */
export async function lockClient(tx: Tx, portalId: string, clientId: number): Promise<ClientRecord> {
  const row = await tx
    .selectFrom('clients')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .$if(isPostgres(tx), (query) => query.forUpdate())
    .executeTakeFirst();
  if (!row) throw notFound('Client');
  return row;
}

export async function nextClientId(tx: Tx, portalId: string): Promise<number> {
  const row = await tx
    .selectFrom('clients')
    .select(sql<number>`cast(coalesce(max(client_id), 0) as bigint)`.as('last'))
    .where('portal_id', '=', portalId)
    .executeTakeFirstOrThrow();
  return row.last + 1;
}

export async function insertClient(tx: Tx, client: ClientRecord): Promise<void> {
  await tx.insertInto('clients').values(client).execute();
}

/** The client's new name, time zone, or the day it was put away. */
export async function updateClient(
  tx: Tx,
  client: Pick<ClientRecord, 'portal_id' | 'client_id'>,
  changed: Partial<Pick<ClientRecord, 'name' | 'time_zone' | 'archived_at' | 'company_id'>>,
): Promise<void> {
  await tx
    .updateTable('clients')
    .set(changed)
    .where('portal_id', '=', client.portal_id)
    .where('client_id', '=', client.client_id)
    .execute();
}

export async function deleteClientManagers(tx: Tx, portalId: string, clientId: number): Promise<void> {
  await tx
    .deleteFrom('client_managers')
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .execute();
}

export async function insertClientManagers(
  tx: Tx,
  portalId: string,
  clientId: number,
  userIds: readonly number[],
): Promise<void> {
  for (const userId of new Set(userIds)) {
    await tx
      .insertInto('client_managers')
      .values({ portal_id: portalId, client_id: clientId, user_id: userId })
      .execute();
  }
}

export async function setReportTask(
  tx: Tx,
  portalId: string,
  clientId: number,
  taskId: number,
): Promise<void> {
  await tx
    .updateTable('clients')
    .set({ report_task_id: taskId })
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .execute();
}

export async function setPosition(
  tx: Tx,
  portalId: string,
  clientId: number,
  position: number,
): Promise<void> {
  await tx
    .updateTable('clients')
    .set({ position })
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .execute();
}

/** Who of `groupIds` already has an owner or a special part. */
export async function takenGroups(
  db: DbOrTx,
  portalId: string,
  groupIds: readonly number[],
): Promise<number[]> {
  if (groupIds.length === 0) return [];
  const owned = await db
    .selectFrom('client_groups')
    .select('group_id')
    .where('portal_id', '=', portalId)
    .where('group_id', 'in', [...groupIds])
    .execute();
  const special = await db
    .selectFrom('special_groups')
    .select('group_id')
    .where('portal_id', '=', portalId)
    .where('group_id', 'in', [...groupIds])
    .execute();
  return [...owned, ...special].map((row) => row.group_id);
}
