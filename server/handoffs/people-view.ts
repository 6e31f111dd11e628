import { MEMBER_ROLES } from '../access/index.js';
import type { DbOrTx } from '../base/db/index.js';

/** Names of people as the mirror knows them; whoever it has not met goes by number. */
export async function readNamer(
  db: DbOrTx,
  portalId: string,
  userIds: readonly (number | null)[],
): Promise<(userId: number | null) => string | null> {
  const wanted = [...new Set(userIds.filter((id) => id !== null && id > 0))];
  const rows =
    wanted.length === 0
      ? []
      : await db
          .selectFrom('users')
          .select(['user_id', 'name'])
          .where('portal_id', '=', portalId)
          .where('user_id', 'in', wanted as number[])
          .execute();
  const names = new Map(rows.map((row) => [row.user_id, row.name]));
  return (userId) => (userId === null || userId <= 0 ? null : (names.get(userId) ?? `#${userId}`));
}

/** Employees at work in each of these groups, by name. */
export async function readPeopleOfGroups(
  db: DbOrTx,
  portalId: string,
  groupIds: readonly number[],
): Promise<Map<number, { userId: number; name: string }[]>> {
  if (groupIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('group_members as member')
    .innerJoin('users as person', (join) =>
      join.onRef('person.portal_id', '=', 'member.portal_id').onRef('person.user_id', '=', 'member.user_id'),
    )
    .select(['member.group_id', 'person.user_id', 'person.name'])
    .where('member.portal_id', '=', portalId)
    .where('member.group_id', 'in', [...groupIds])
    .where('member.role', 'in', MEMBER_ROLES)
    .where('person.active', '=', 1)
    .where('person.user_type', '=', 'employee')
    .orderBy('person.name')
    .execute();
  const people = new Map<number, { userId: number; name: string }[]>();
  for (const row of rows) {
    const own = people.get(row.group_id) ?? [];
    people.set(row.group_id, [...own, { userId: row.user_id, name: row.name }]);
  }
  return people;
}

/** Groups somebody belongs to. */
export async function readGroupsOf(
  db: DbOrTx,
  of: { portalId: string; userId: number },
): Promise<Set<number>> {
  const rows = await db
    .selectFrom('group_members')
    .select('group_id')
    .where('portal_id', '=', of.portalId)
    .where('user_id', '=', of.userId)
    .where('role', 'in', MEMBER_ROLES)
    .execute();
  return new Set(rows.map((row) => row.group_id));
}
