import { MEMBER_ROLES } from '../access/index.js';
import type { DbOrTx } from '../base/db/index.js';
import type { ClientRecord } from './client-store.js';

/** Those that are served; archived ones only when asked for. */
export async function readClients(
  db: DbOrTx,
  portalId: string,
  which: 'served' | 'archived' | 'all' = 'served',
): Promise<ClientRecord[]> {
  return db
    .selectFrom('clients')
    .selectAll()
    .where('portal_id', '=', portalId)
    .$if(which === 'served', (query) => query.where('archived_at', 'is', null))
    .$if(which === 'archived', (query) => query.where('archived_at', 'is not', null))
    .orderBy('name')
    .execute();
}

export async function readClient(
  db: DbOrTx,
  portalId: string,
  clientId: number,
): Promise<ClientRecord | undefined> {
  return db
    .selectFrom('clients')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .executeTakeFirst();
}

/** Owner of each group that has one. */
export async function readGroupOwners(db: DbOrTx, portalId: string): Promise<Map<number, number>> {
  const rows = await db
    .selectFrom('client_groups')
    .select(['group_id', 'client_id'])
    .where('portal_id', '=', portalId)
    .execute();
  return new Map(rows.map((row) => [row.group_id, row.client_id]));
}

export async function readGroupsOfClient(
  db: DbOrTx,
  portalId: string,
  clientId: number,
): Promise<{ groupId: number; name: string }[]> {
  const rows = await selectOwned(db, portalId).where('owned.client_id', '=', clientId).execute();
  return rows.map(namedGroup);
}

/** Groups of every client of a portal, in one read. */
export async function readGroupsByClient(
  db: DbOrTx,
  portalId: string,
): Promise<Map<number, { groupId: number; name: string }[]>> {
  const rows = await selectOwned(db, portalId).execute();
  const groups = new Map<number, { groupId: number; name: string }[]>();
  for (const row of rows) groups.set(row.client_id, [...(groups.get(row.client_id) ?? []), namedGroup(row)]);
  return groups;
}

function selectOwned(db: DbOrTx, portalId: string) {
  return db
    .selectFrom('client_groups as owned')
    .leftJoin('workgroups as known', (join) =>
      join.onRef('known.portal_id', '=', 'owned.portal_id').onRef('known.group_id', '=', 'owned.group_id'),
    )
    .select(['owned.client_id', 'owned.group_id', 'known.name'])
    .where('owned.portal_id', '=', portalId)
    .orderBy('owned.group_id');
}

function namedGroup(row: { group_id: number; name: string | null }): { groupId: number; name: string } {
  return { groupId: row.group_id, name: row.name ?? `#${row.group_id}` };
}

/** Tasks that carry reports: on no board, in no plan, in no ledger. */
export async function readReportTaskIds(db: DbOrTx, portalId: string): Promise<number[]> {
  const rows = await db
    .selectFrom('clients')
    .select('report_task_id')
    .where('portal_id', '=', portalId)
    .where('report_task_id', 'is not', null)
    .execute();
  return rows.flatMap((row) => (row.report_task_id === null ? [] : [row.report_task_id]));
}

/** Extranet members of the client's groups: observers of its report task. */
export async function readClientContacts(db: DbOrTx, portalId: string, clientId: number): Promise<number[]> {
  const rows = await db
    .selectFrom('client_groups as owned')
    .innerJoin('group_members as member', (join) =>
      join.onRef('member.portal_id', '=', 'owned.portal_id').onRef('member.group_id', '=', 'owned.group_id'),
    )
    .innerJoin('users as person', (join) =>
      join.onRef('person.portal_id', '=', 'member.portal_id').onRef('person.user_id', '=', 'member.user_id'),
    )
    .select('member.user_id')
    .distinct()
    .where('owned.portal_id', '=', portalId)
    .where('owned.client_id', '=', clientId)
    .where('member.role', 'in', MEMBER_ROLES)
    .where('person.user_type', '=', 'extranet')
    .where('person.active', '=', 1)
    .orderBy('member.user_id')
    .execute();
  return rows.map((row) => row.user_id);
}

/** All workgroups with their owner or part, for choosing. */
export async function readGroupsWithOwners(
  db: DbOrTx,
  portalId: string,
): Promise<
  {
    groupId: number;
    name: string;
    isExtranet: boolean;
    clientId: number | null;
    part: 'development' | 'free-support' | null;
  }[]
> {
  const rows = await db
    .selectFrom('workgroups as known')
    .leftJoin('client_groups as owned', (join) =>
      join.onRef('owned.portal_id', '=', 'known.portal_id').onRef('owned.group_id', '=', 'known.group_id'),
    )
    .leftJoin('special_groups as special', (join) =>
      join
        .onRef('special.portal_id', '=', 'known.portal_id')
        .onRef('special.group_id', '=', 'known.group_id'),
    )
    .select(['known.group_id', 'known.name', 'known.is_extranet', 'owned.client_id', 'special.part'])
    .where('known.portal_id', '=', portalId)
    .where('known.closed', '=', 0)
    .orderBy('known.name')
    .execute();
  return rows.map((row) => ({
    groupId: row.group_id,
    name: row.name,
    isExtranet: row.is_extranet === 1,
    clientId: row.client_id,
    part: row.part,
  }));
}

/** The client that an action made. */
export async function readClientByCause(
  db: DbOrTx,
  portalId: string,
  actionId: string,
): Promise<ClientRecord> {
  return db
    .selectFrom('actions as made')
    .innerJoin('clients as client', (join) =>
      join.onRef('client.portal_id', '=', 'made.portal_id').onRef('client.client_id', '=', 'made.client_id'),
    )
    .selectAll('client')
    .where('made.portal_id', '=', portalId)
    .where('made.action_id', '=', actionId)
    .executeTakeFirstOrThrow();
}

/** Groups whose tasks, texts and totals we follow: those clients have or had, and those with a special part. */
export async function readWatchedGroups(db: DbOrTx, portalId: string): Promise<number[]> {
  const owned = await db
    .selectFrom('group_tenures')
    .select('group_id')
    .distinct()
    .where('portal_id', '=', portalId)
    .execute();
  const special = await db
    .selectFrom('special_groups')
    .select('group_id')
    .where('portal_id', '=', portalId)
    .execute();
  return [...new Set([...owned, ...special].map((row) => row.group_id))].sort((a, b) => a - b);
}
