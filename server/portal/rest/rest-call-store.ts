import type { Insertable } from 'kysely';
import { type Db, isPostgres } from '../../base/db/index.js';
import type { RestCallsTable } from '../../base/db/tables/portals.js';

export type RestCallRow = Insertable<RestCallsTable>;

const KEPT_MS = 3 * 24 * 3_600_000;
const ROWS_PER_INSERT = 100;

/** Writes journal rows in bulk. Rows of a portal that is gone (uninstalled and erased) are dropped. */
export async function insertRestCalls(db: Db, rows: readonly RestCallRow[]): Promise<void> {
  if (rows.length === 0) return;
  const portalIds = [...new Set(rows.map((row) => row.portal_id))];
  await db.transaction().execute(async (tx) => {
    const known = await tx
      .selectFrom('portals')
      .select('portal_id')
      .where('portal_id', 'in', portalIds)
      .$if(isPostgres(tx as never), (query) => query.forShare())
      .execute();
    const ids = new Set(known.map((row) => row.portal_id));
    const kept = rows.filter((row) => ids.has(row.portal_id));
    for (let at = 0; at < kept.length; at += ROWS_PER_INSERT) {
      await tx
        .insertInto('rest_calls')
        .values(kept.slice(at, at + ROWS_PER_INSERT))
        .execute();
    }
  });
}

/** The marketplace asks for three days of them; nothing older is kept. Returns how many were deleted. */
export async function pruneRestCalls(db: Db, now: number): Promise<number> {
  const result = await db
    .deleteFrom('rest_calls')
    .where('at', '<', now - KEPT_MS)
    .executeTakeFirst();
  return Number(result.numDeletedRows);
}
