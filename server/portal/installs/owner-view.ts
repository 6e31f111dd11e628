import type { DbOrTx } from '../../base/db/index.js';
import type { Purpose } from '../rest/index.js';

/** Who a stored token speaks for, as the settings and health pages show it. */
export interface TokenOwner {
  userId: number;
  isAdmin: boolean;
  /** Why a person must authorise again, or null. */
  brokenReason: string | null;
  updatedAt: number;
}

/** The token behind a purpose, broken or not: `posting` is the owner's unless somebody authorised for it. */
export async function readOwner(db: DbOrTx, portalId: string, purpose: Purpose): Promise<TokenOwner | null> {
  const rows = await db
    .selectFrom('portal_tokens')
    .select(['purpose', 'user_id', 'is_admin', 'broken_reason', 'updated_at'])
    .where('portal_id', '=', portalId)
    .execute();
  const row = rows.find((one) => one.purpose === purpose) ?? rows.find((one) => one.purpose === 'owner');
  if (!row) return null;
  return {
    userId: row.user_id,
    isAdmin: row.is_admin === 1,
    brokenReason: row.broken_reason,
    updatedAt: row.updated_at,
  };
}
