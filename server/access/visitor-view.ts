import type { DbOrTx } from '../base/db/index.js';
import type { RoleFacts } from './rules/decide-role.js';

/** Codes of `sonet_group.user.get` that mean a member: owner, moderator, member. */
export const MEMBER_ROLES = ['A', 'E', 'K'] as const;

export type MirroredUser = Pick<RoleFacts, 'userType' | 'active'> & { name: string };

export async function readMirroredUser(
  db: DbOrTx,
  portalId: string,
  userId: number,
): Promise<MirroredUser | null> {
  const row = await db
    .selectFrom('users')
    .select(['name', 'user_type', 'active'])
    .where('portal_id', '=', portalId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row ? { name: row.name, userType: row.user_type, active: row.active === 1 } : null;
}

export async function readGivenRole(
  db: DbOrTx,
  portalId: string,
  userId: number,
): Promise<RoleFacts['givenRole']> {
  const row = await db
    .selectFrom('roles')
    .select('role')
    .where('portal_id', '=', portalId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row?.role ?? null;
}

/** Listed as a manager of at least one client. */
export async function managesClients(db: DbOrTx, portalId: string, userId: number): Promise<boolean> {
  const row = await db
    .selectFrom('client_managers')
    .select('client_id')
    .where('portal_id', '=', portalId)
    .where('user_id', '=', userId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** A member of at least one group of a client. */
export async function isInClientGroup(db: DbOrTx, portalId: string, userId: number): Promise<boolean> {
  const row = await db
    .selectFrom('group_members')
    .innerJoin('client_groups', (join) =>
      join
        .onRef('client_groups.portal_id', '=', 'group_members.portal_id')
        .onRef('client_groups.group_id', '=', 'group_members.group_id'),
    )
    .select('client_groups.client_id')
    .where('group_members.portal_id', '=', portalId)
    .where('group_members.user_id', '=', userId)
    .where('group_members.role', 'in', MEMBER_ROLES)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
