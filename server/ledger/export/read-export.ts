import type { DbOrTx } from '../../base/db/index.js';
import type { ClientRecord } from '../../clients/index.js';
import { type Sums, readKeptSums } from '../kept-sums-store.js';
import type { LedgerLine } from '../../api/index.js';
import { readStatement } from '../statement-view.js';

export interface LedgerExport {
  client: { clientId: number; name: string; timeZone: string; position: number };
  /** Oldest first; reversed lines and their reversals are all there. */
  lines: LedgerLine[];
  sums: Sums;
}

const ALL_LINES = 100_000_000;

/** The whole ledger of a client, for an accountant. Sums are the kept ones, so that they are checked too. */
export async function readExport(db: DbOrTx, client: ClientRecord): Promise<LedgerExport> {
  const query = { standingOnly: false, before: null, limit: ALL_LINES };
  const page = await readStatement(db, client, query);
  return {
    client: {
      clientId: client.client_id,
      name: client.name,
      timeZone: client.time_zone,
      position: client.position,
    },
    lines: page.lines.reverse(),
    sums: await readKeptSums(db, client.portal_id, client.client_id),
  };
}
