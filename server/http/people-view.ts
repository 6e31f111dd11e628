import { decideRole, MEMBER_ROLES, type RoleFacts } from '../access/index.js';
import type { People, PersonWithRole, RoleReason } from '../api/index.js';
import type { DbOrTx } from '../base/db/index.js';

type ClientName = PersonWithRole['manages'][number];

/** Everybody the mirror knows, with the role the server would give them now and the reason. */
export async function readPeopleWithRoles(db: DbOrTx, portalId: string): Promise<People> {
  const users = await db
    .selectFrom('users as person')
    .leftJoin('roles as given', (join) =>
      join.onRef('given.portal_id', '=', 'person.portal_id').onRef('given.user_id', '=', 'person.user_id'),
    )
    .leftJoin('visits as visit', (join) =>
      join.onRef('visit.portal_id', '=', 'person.portal_id').onRef('visit.user_id', '=', 'person.user_id'),
    )
    .selectAll('person')
    .select(['given.role as given', 'visit.is_admin', 'visit.visited_at'])
    .where('person.portal_id', '=', portalId)
    .orderBy('person.name')
    .orderBy('person.user_id')
    .execute();
  const clients = await readClientNames(db, portalId);
  const manages = await readManages(db, portalId, clients);
  const memberOf = await readMemberOf(db, portalId, clients);
  const admins = await readTokenAdmins(db, portalId);
  const people = users.map((user): PersonWithRole => {
    const facts: RoleFacts = {
      isPortalAdmin: user.is_admin === 1 || (user.is_admin === null && admins.has(user.user_id)),
      userType: user.user_type,
      active: user.active === 1,
      givenRole: user.given,
      managesClients: manages.has(user.user_id),
      inClientGroup: memberOf.has(user.user_id),
    };
    return {
      ...{ userId: user.user_id, name: user.name, position: user.work_position },
      ...{ active: facts.active, userType: facts.userType },
      ...{ role: decideRole(facts), why: reasonOf(facts) },
      given: user.given === 'performer' ? null : user.given,
      manages: manages.get(user.user_id) ?? [],
      memberOf: user.user_type === 'extranet' ? (memberOf.get(user.user_id) ?? []) : [],
      visitedAt: user.visited_at,
    };
  });
  return { people, clients: [...clients].map(([clientId, name]) => ({ clientId, name })) };
}

/** The fact that decided; in the order of `decideRole`. */
export function reasonOf(facts: RoleFacts): RoleReason {
  if (!facts.active) return 'none-dismissed';
  if (facts.isPortalAdmin) return 'portal-admin';
  if (facts.userType === 'extranet') return facts.inClientGroup ? 'in-client-group' : 'none-guest';
  if (facts.userType !== 'employee') return 'none-unknown';
  if (facts.givenRole === 'administrator') return 'given-administrator';
  if (facts.givenRole === 'manager') return 'given-manager';
  return facts.managesClients ? 'listed' : 'employee';
}

/** Works here, as far as the mirror knows. */
export async function isEmployee(db: DbOrTx, portalId: string, userId: number): Promise<boolean> {
  const row = await db
    .selectFrom('users')
    .select('user_id')
    .where('portal_id', '=', portalId)
    .where('user_id', '=', userId)
    .where('active', '=', 1)
    .where('user_type', '=', 'employee')
    .executeTakeFirst();
  return row !== undefined;
}

async function readClientNames(db: DbOrTx, portalId: string): Promise<Map<number, string>> {
  const rows = await db
    .selectFrom('clients')
    .select(['client_id', 'name'])
    .where('portal_id', '=', portalId)
    .where('archived_at', 'is', null)
    .orderBy('name')
    .execute();
  return new Map(rows.map((row) => [row.client_id, row.name]));
}

async function readManages(
  db: DbOrTx,
  portalId: string,
  names: ReadonlyMap<number, string>,
): Promise<Map<number, ClientName[]>> {
  const rows = await db
    .selectFrom('client_managers')
    .select(['client_id', 'user_id'])
    .where('portal_id', '=', portalId)
    .execute();
  return grouped(rows, names);
}

async function readMemberOf(
  db: DbOrTx,
  portalId: string,
  names: ReadonlyMap<number, string>,
): Promise<Map<number, ClientName[]>> {
  const rows = await db
    .selectFrom('group_members as member')
    .innerJoin('client_groups as owned', (join) =>
      join.onRef('owned.portal_id', '=', 'member.portal_id').onRef('owned.group_id', '=', 'member.group_id'),
    )
    .select(['owned.client_id', 'member.user_id'])
    .distinct()
    .where('member.portal_id', '=', portalId)
    .where('member.role', 'in', MEMBER_ROLES)
    .execute();
  return grouped(rows, names);
}

function grouped(
  rows: readonly { client_id: number; user_id: number }[],
  names: ReadonlyMap<number, string>,
): Map<number, ClientName[]> {
  const byUser = new Map<number, ClientName[]>();
  for (const { client_id: clientId, user_id: userId } of rows) {
    const name = names.get(clientId) ?? `#${clientId}`;
    byUser.set(userId, [...(byUser.get(userId) ?? []), { clientId, name }]);
  }
  return byUser;
}

/** People who never opened the app since visits are kept, but whose token says that they are administrators. */
async function readTokenAdmins(db: DbOrTx, portalId: string): Promise<Set<number>> {
  const rows = await db
    .selectFrom('portal_tokens')
    .select('user_id')
    .where('portal_id', '=', portalId)
    .where('is_admin', '=', 1)
    .execute();
  return new Set(rows.map((row) => row.user_id));
}
