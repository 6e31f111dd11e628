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

/** The row of exactly this purpose, broken or not. */
export interface OwnToken extends TokenOwner {
  name: string;
  /** False where the mirror knows that the person was dismissed. */
  active: boolean;
}

export async function readOwnToken(db: DbOrTx, portalId: string, purpose: Purpose): Promise<OwnToken | null> {
  const row = await db
    .selectFrom('portal_tokens as token')
    .leftJoin('users as person', (join) =>
      join.onRef('person.portal_id', '=', 'token.portal_id').onRef('person.user_id', '=', 'token.user_id'),
    )
    .select(['token.user_id', 'token.is_admin', 'token.broken_reason', 'token.updated_at'])
    .select(['person.name', 'person.active'])
    .where('token.portal_id', '=', portalId)
    .where('token.purpose', '=', purpose)
    .executeTakeFirst();
  if (!row) return null;
  return {
    userId: row.user_id,
    name: row.name ?? `#${row.user_id}`,
    isAdmin: row.is_admin === 1,
    active: row.active !== 0,
    brokenReason: row.broken_reason,
    updatedAt: row.updated_at,
  };
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
