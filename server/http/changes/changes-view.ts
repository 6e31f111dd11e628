import { sql } from 'kysely';
import type { DbOrTx } from '../../base/db/index.js';
import { readBoardMark } from './board-mark-view.js';

/** Stands among the clients' numbers for the board: it shows more than any client's tasks. */
export const BOARD = 0;

/** What a screen about a client would show anew: the ledger's position, the newest word on its reports and on its offers. */
export async function readMarks(db: DbOrTx, portalId: string): Promise<Map<number, string>> {
  const clients = await db
    .selectFrom('clients')
    .select(['client_id', 'position'])
    .where('portal_id', '=', portalId)
    .execute();
  const reports = await readNewest(db, portalId, 'reports');
  const offers = await readNewest(db, portalId, 'offers');
  return new Map([
    ...clients.map(({ client_id: id, position }): [number, string] => [
      id,
      `${position}:${reports.get(id) ?? 0}:${offers.get(id) ?? 0}`,
    ]),
    [BOARD, await readBoardMark(db, portalId)],
  ]);
}

async function readNewest(
  db: DbOrTx,
  portalId: string,
  table: 'reports' | 'offers',
): Promise<Map<number, number>> {
  const rows = await db
    .selectFrom(table)
    .select(['client_id', sql<number>`cast(max(updated_at) as bigint)`.as('updated_at')])
    .where('portal_id', '=', portalId)
    .groupBy('client_id')
    .execute();
  return new Map(rows.map((row) => [row.client_id, row.updated_at]));
}
