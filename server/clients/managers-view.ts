import type { DbOrTx } from '../base/db/index.js';

/**
 * Who is told what concerns a client: its listed managers; where none works here any more, the department's managers;
 * without those the portal's administrators, as far as we know them (by role, else who authorised the app).
 * Ids ascending; people the mirror knows as dismissed or as guests are left out.
 */
export async function readManagersToTell(db: DbOrTx, portalId: string, clientId: number): Promise<number[]> {
  const listed = await atWork(db, portalId, await listedFor(db, portalId, clientId));
  if (listed.length > 0) return listed;
  const department = await atWork(db, portalId, await withRole(db, portalId, 'manager'));
  if (department.length > 0) return department;
  const administrators = await atWork(db, portalId, await withRole(db, portalId, 'administrator'));
  return administrators.length > 0 ? administrators : atWork(db, portalId, await authorisers(db, portalId));
}

async function listedFor(db: DbOrTx, portalId: string, clientId: number): Promise<number[]> {
  const rows = await db
    .selectFrom('client_managers')
    .select('user_id')
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .execute();
  return rows.map((row) => row.user_id);
}

async function withRole(db: DbOrTx, portalId: string, role: 'manager' | 'administrator'): Promise<number[]> {
  const rows = await db
    .selectFrom('roles')
    .select('user_id')
    .where('portal_id', '=', portalId)
    .where('role', '=', role)
    .execute();
  return rows.map((row) => row.user_id);
}

async function authorisers(db: DbOrTx, portalId: string): Promise<number[]> {
  const rows = await db
    .selectFrom('portal_tokens')
    .select('user_id')
    .where('portal_id', '=', portalId)
    .where('is_admin', '=', 1)
    .execute();
  return rows.map((row) => row.user_id);
}

/** Somebody the mirror has not met yet counts as at work: their rights came from somewhere. */
async function atWork(db: DbOrTx, portalId: string, userIds: readonly number[]): Promise<number[]> {
  const wanted = [...new Set(userIds)].sort((a, b) => a - b);
  if (wanted.length === 0) return [];
  const known = await db
    .selectFrom('users')
    .select(['user_id', 'active', 'user_type'])
    .where('portal_id', '=', portalId)
    .where('user_id', 'in', wanted)
    .execute();
  const away = new Set(
    known
      .filter((row) => row.active === 0 || row.user_type === 'extranet' || row.user_type === 'email')
      .map((row) => row.user_id),
  );
  return wanted.filter((userId) => !away.has(userId));
}
