import type { DbOrTx } from '../../base/db/index.js';
import type { ClientRecord } from '../../clients/index.js';
import { type Sums, readKeptSums } from '../kept-sums-store.js';
import type { LedgerLine } from '../../api/index.js';
import type { Language } from '../../base/i18n/index.js';
import { readStatement } from '../statement-view.js';
import { type Explanation, explainLines } from '../why-view.js';

export interface LedgerExport {
  client: { clientId: number; name: string; timeZone: string; position: number };
  /** Oldest first; reversed lines and their reversals are all there. */
  lines: LedgerLine[];
  sums: Sums;
  /** Why each line is there, by `posting.line`; only where it was asked for. */
  explanations: Map<string, Explanation>;
}

const ALL_LINES = 100_000_000;

/** The whole ledger of a client, for an accountant. Sums are the kept ones, so that they are checked too. */
export async function readExport(
  db: DbOrTx,
  client: ClientRecord,
  options: { explainIn?: Language } = {},
): Promise<LedgerExport> {
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
    explanations:
      options.explainIn === undefined
        ? new Map()
        : await explainLines(db, client, page.lines, options.explainIn),
    sums: await readKeptSums(db, client.portal_id, client.client_id),
  };
}
