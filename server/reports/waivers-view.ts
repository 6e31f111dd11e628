import type { DbOrTx } from '../base/db/index.js';
import type { GrantedWaiver } from './rules/given-back.js';

/** Every waiver of a client in the order they were granted. */
export async function readGrantedWaivers(
  db: DbOrTx,
  portalId: string,
  clientId: number,
): Promise<GrantedWaiver[]> {
  const rows = await db
    .selectFrom('waivers')
    .select(['waiver_id', 'entry_id', 'seconds', 'reason', 'noticed_at'])
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .orderBy('waiver_id')
    .execute();
  return rows.map((row) => ({
    waiverId: row.waiver_id,
    entryId: row.entry_id,
    seconds: row.seconds,
    reason: row.reason,
    noticedAt: row.noticed_at,
  }));
}

/**
 * Why packages were closed, by `package:day`, in the words of whoever did it: lines of closing are posted by the rules
 * and do not say it.
 */
export async function readClosingReasons(
  db: DbOrTx,
  portalId: string,
  clientId: number,
): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('package_changes')
    .select(['package_id', 'on_day', 'reason'])
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .where('what', '=', 'closed')
    .orderBy('change_id')
    .execute();
  return new Map(
    rows.flatMap((row) => (row.reason === null ? [] : [[`${row.package_id}:${row.on_day}`, row.reason]])),
  );
}
