import { z } from 'zod';
import type { DbOrTx } from '../base/db/index.js';
import { type Terms, defaultTerms } from '../base/terms.js';

const multiplier = z.number().int().min(0).max(10_000);

/** The stored shape of one version of the terms; anything missing falls back to the default. */
const storedTerms = z.object({
  workTypes: z.record(
    z.string(),
    z.object({
      billable: z.boolean(),
      multiplierPermille: multiplier,
      courtesyReason: z.enum(['own-bug', 'free-support', 'goodwill', 'internal']).nullable(),
    }),
  ),
  defaultWorkType: z.string(),
  urgencies: z.record(z.string(), multiplier),
  minimumSeconds: z.number().int().min(0),
  rounding: z.object({
    mode: z.enum(['none', 'up', 'nearest']),
    stepSeconds: z.number().int().min(1),
    per: z.enum(['entry', 'task-day']),
  }),
  lateEntryDays: z.number().int().min(0).max(60),
});

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
    terms: storedTerms.parse({ ...defaultTerms, ...(JSON.parse(row.body) as Partial<Terms>) }),
  }));
  return [{ version: 0, effectiveFrom: '0001-01-01', terms: defaultTerms }, ...stored];
}
