import type { Selectable } from 'kysely';
import type { DbOrTx, Tx } from '../../base/db/index.js';
import type { PortalTokensTable } from '../../base/db/tables/portals.js';
import type { Purpose } from '../rest/index.js';

export type TokenRow = Selectable<PortalTokensTable>;

export async function readTokenRows(db: DbOrTx, portalId: string): Promise<TokenRow[]> {
  return db.selectFrom('portal_tokens').selectAll().where('portal_id', '=', portalId).execute();
}

/** A fresh authorisation: replaces whatever was there, also a broken one, and frees the lease. */
export async function replaceTokenRow(tx: Tx, row: TokenRow): Promise<void> {
  const { portal_id: _portal, purpose: _purpose, ...rest } = row;
  await tx
    .insertInto('portal_tokens')
    .values(row)
    .onConflict((conflict) => conflict.columns(['portal_id', 'purpose']).doUpdateSet(rest))
    .execute();
}

/**
 * Takes the one lease for refreshing exactly this token. False when another process holds it or the token has
 * changed since it was read. Times are the machine's: a lease must end also while a portal's clock stands still.
 */
export async function takeRefreshLease(
  db: DbOrTx,
  row: TokenRow,
  now: number,
  until: number,
): Promise<boolean> {
  const result = await db
    .updateTable('portal_tokens')
    .set({ refresh_lease_until: until })
    .where('portal_id', '=', row.portal_id)
    .where('purpose', '=', row.purpose)
    .where('access_sealed', '=', row.access_sealed)
    .where('refresh_lease_until', '<=', now)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Writes the new pair if the old one is still there; false when a person authorised again in the meantime. */
export async function saveRefreshed(
  tx: Tx,
  old: TokenRow,
  fresh: Pick<TokenRow, 'access_sealed' | 'refresh_sealed' | 'expires_at' | 'user_id' | 'updated_at'>,
): Promise<boolean> {
  const result = await tx
    .updateTable('portal_tokens')
    .set({ ...fresh, refresh_lease_until: 0 })
    .where('portal_id', '=', old.portal_id)
    .where('purpose', '=', old.purpose)
    .where('access_sealed', '=', old.access_sealed)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function freeRefreshLease(db: DbOrTx, row: TokenRow): Promise<void> {
  await db
    .updateTable('portal_tokens')
    .set({ refresh_lease_until: 0 })
    .where('portal_id', '=', row.portal_id)
    .where('purpose', '=', row.purpose)
    .where('access_sealed', '=', row.access_sealed)
    .execute();
}

export async function writeBroken(
  db: DbOrTx,
  portalId: string,
  purpose: Purpose,
  reason: string,
): Promise<void> {
  await db
    .updateTable('portal_tokens')
    .set({ broken_reason: reason })
    .where('portal_id', '=', portalId)
    .where('purpose', '=', purpose)
    .execute();
}

export async function writeOwnerIsAdmin(db: DbOrTx, portalId: string, isAdmin: boolean): Promise<void> {
  await db
    .updateTable('portal_tokens')
    .set({ is_admin: isAdmin ? 1 : 0 })
    .where('portal_id', '=', portalId)
    .where('purpose', '=', 'owner')
    .execute();
}

export async function deleteTokens(tx: Tx, portalId: string): Promise<void> {
  await tx.deleteFrom('portal_tokens').where('portal_id', '=', portalId).execute();
}

export async function deletePostingToken(tx: Tx, portalId: string): Promise<void> {
  await tx
    .deleteFrom('portal_tokens')
    .where('portal_id', '=', portalId)
    .where('purpose', '=', 'posting')
    .execute();
}

/** Usable tokens of a portal that nothing has refreshed since `before` (epoch ms). */
export async function listIdleTokens(db: DbOrTx, portalId: string, before: number): Promise<TokenRow[]> {
  return db
    .selectFrom('portal_tokens')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('broken_reason', 'is', null)
    .where('updated_at', '<', before)
    .orderBy('purpose')
    .execute();
}
