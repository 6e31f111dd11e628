import { termsSchema } from '../api/index.js';
import type { DbOrTx } from '../base/db/index.js';
import { type Terms, defaultTerms } from '../base/terms.js';

export interface StoredTermsVersion {
  version: number;
  effectiveFrom: string;
  terms: Terms;
}

/**
 * Versions in force for a client, by effective day: its own where there are any, else the portal's.
 * Version 0, from the beginning of time, is the built-in default.
 */
export async function readTermsVersions(
  db: DbOrTx,
  portalId: string,
  clientId: number,
): Promise<StoredTermsVersion[]> {
  const rows = await db
    .selectFrom('terms')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('client_id', 'in', [0, clientId])
    .orderBy('effective_from')
    .orderBy('version')
    .execute();
  const own = rows.filter((row) => row.client_id === clientId);
  const used = own.length > 0 ? own : rows;
  const stored = used.map((row) => ({
    version: row.version,
    effectiveFrom: row.effective_from,
    terms: termsSchema.parse({ ...defaultTerms, ...(JSON.parse(row.body) as Partial<Terms>) }),
  }));
  return [{ version: 0, effectiveFrom: '0001-01-01', terms: defaultTerms }, ...stored];
}
