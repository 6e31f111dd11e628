import type { DbOrTx } from '../base/db/index.js';

/** Everybody who can be given work, by name. */
export async function readEmployeeNames(
  db: DbOrTx,
  portalId: string,
): Promise<{ userId: number; name: string }[]> {
  const rows = await db
    .selectFrom('users')
    .select(['user_id', 'name'])
    .where('portal_id', '=', portalId)
    .where('user_type', '=', 'employee')
    .where('active', '=', 1)
    .orderBy('name')
    .orderBy('user_id')
    .execute();
  return rows.map((row) => ({ userId: row.user_id, name: row.name }));
}
