import type { DbOrTx } from '../base/db/index.js';
import { CHAIN_START } from './seal.js';

/** The seal of a client's ledger at a position: the hash of its last line up to there. */
export async function readSeal(
  db: DbOrTx,
  portalId: string,
  clientId: number,
  position: number,
): Promise<string> {
  const row = await db
    .selectFrom('lines')
    .select('hash')
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .where('posting', '<=', position)
    .orderBy('posting', 'desc')
    .orderBy('line', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.hash ?? CHAIN_START;
}
