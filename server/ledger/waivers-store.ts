import { type Insertable, sql } from 'kysely';
import type { DbOrTx, Tx } from '../base/db/index.js';
import type { WaiversTable } from '../base/db/tables/ledger.js';

// Append and read; no update or delete exists here, and triggers refuse both.

export async function insertWaiver(tx: Tx, row: Insertable<WaiversTable>): Promise<void> {
  await tx.insertInto('waivers').values(row).execute();
}

/** The client's row is locked, so nobody takes the same number. */
export async function nextWaiverId(db: DbOrTx, portalId: string, clientId: number): Promise<number> {
  const row = await db
    .selectFrom('waivers')
    .select(sql<number>`cast(coalesce(max(waiver_id), 0) as bigint)`.as('last'))
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .executeTakeFirstOrThrow();
  return row.last + 1;
}

export async function readWaiverOfAction(db: DbOrTx, portalId: string, actionId: string): Promise<number> {
  const row = await db
    .selectFrom('waivers')
    .select('waiver_id')
    .where('portal_id', '=', portalId)
    .where('action_id', '=', actionId)
    .executeTakeFirstOrThrow();
  return row.waiver_id;
}
