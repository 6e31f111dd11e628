import { sql } from 'kysely';
import type { DbOrTx } from '../../base/db/index.js';

/** What a screen about a client would show anew when it changes: the ledger's position and the newest word on its reports. */
export async function readMarks(db: DbOrTx, portalId: string): Promise<Map<number, string>> {
  const clients = await db
    .selectFrom('clients')
    .select(['client_id', 'position'])
    .where('portal_id', '=', portalId)
    .execute();
  const reports = await db
    .selectFrom('reports')
    .select(['client_id', sql<number>`cast(max(updated_at) as bigint)`.as('updated_at')])
    .where('portal_id', '=', portalId)
    .groupBy('client_id')
    .execute();
  const updated = new Map(reports.map((row) => [row.client_id, row.updated_at]));
  return new Map(clients.map((row) => [row.client_id, `${row.position}:${updated.get(row.client_id) ?? 0}`]));
}
