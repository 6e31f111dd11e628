import { type Db, type DbOrTx, isPostgres } from '../../base/db/index.js';

/** The platform reckons a method's operating time over ten minutes; so do we. */
export const USE_WINDOW_MS = 600_000;
const KEPT_MS = 3 * 24 * 3_600_000;

/** What calls of one method used, since it was written down last. */
export interface RestUse {
  portalId: string;
  /** Lower case; `http` counts requests. */
  method: string;
  bucketAt: number;
  calls: number;
  runMs: number;
  /** The most the portal said the method had used of its budget. */
  operatingMs: number;
  refused: number;
}

/** Adds to what is stored. Uses of a portal that is gone (uninstalled and erased) are dropped. */
export async function addRestUse(db: Db, uses: readonly RestUse[]): Promise<void> {
  if (uses.length === 0) return;
  await db.transaction().execute(async (tx) => {
    const known = await tx
      .selectFrom('portals')
      .select('portal_id')
      .where('portal_id', 'in', [...new Set(uses.map((use) => use.portalId))])
      .$if(isPostgres(tx as never), (query) => query.forShare())
      .execute();
    const ids = new Set(known.map((row) => row.portal_id));
    const rows = uses
      .filter((use) => ids.has(use.portalId))
      .map((use) => ({
        ...{ portal_id: use.portalId, method: use.method, bucket_at: use.bucketAt },
        ...{ calls: use.calls, run_ms: use.runMs, operating_ms: use.operatingMs, refused: use.refused },
      }))
      // In one order everywhere: two writers never wait for each other in a circle.
      .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    for (const row of rows) {
      await tx
        .insertInto('rest_use')
        .values(row)
        .onConflict((conflict) =>
          conflict.columns(['portal_id', 'method', 'bucket_at']).doUpdateSet((eb) => ({
            calls: eb('rest_use.calls', '+', row.calls),
            run_ms: eb('rest_use.run_ms', '+', row.run_ms),
            refused: eb('rest_use.refused', '+', row.refused),
            operating_ms: eb
              .case()
              .when('rest_use.operating_ms', '<', row.operating_ms)
              .then(row.operating_ms)
              .else(eb.ref('rest_use.operating_ms'))
              .end(),
          })),
        )
        .execute();
    }
  });
}

/** Everything used since a moment, oldest first. */
export async function readRestUse(db: DbOrTx, portalId: string, since: number): Promise<RestUse[]> {
  const rows = await db
    .selectFrom('rest_use')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('bucket_at', '>=', since)
    .orderBy('bucket_at')
    .orderBy('method')
    .execute();
  return rows.map((row) => ({
    ...{ portalId: row.portal_id, method: row.method, bucketAt: row.bucket_at },
    ...{ calls: row.calls, runMs: row.run_ms, operatingMs: row.operating_ms, refused: row.refused },
  }));
}

export async function pruneRestUse(db: DbOrTx, now: number): Promise<void> {
  await db
    .deleteFrom('rest_use')
    .where('bucket_at', '<', now - KEPT_MS)
    .execute();
}
