import type { ClientEdit } from '../api/index.js';
import type { DbOrTx } from '../base/db/index.js';
import { notFound } from '../base/errors.js';
import { readClient } from './clients-view.js';

/** What people may change of a client; kept whole, before and after, in every action that changes it. */
export interface ClientState {
  name: string;
  groupIds: number[];
  managerIds: number[];
  timeZone: string;
}

export async function readClientState(db: DbOrTx, portalId: string, clientId: number): Promise<ClientState> {
  const client = await readClient(db, portalId, clientId);
  if (!client) throw notFound('Client');
  const groups = await db
    .selectFrom('client_groups')
    .select('group_id')
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .orderBy('group_id')
    .execute();
  const managers = await db
    .selectFrom('client_managers')
    .select('user_id')
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .orderBy('user_id')
    .execute();
  return {
    name: client.name,
    groupIds: groups.map((row) => row.group_id),
    managerIds: managers.map((row) => row.user_id),
    timeZone: client.time_zone,
  };
}

/** One change of a client, as its action keeps it. */
export interface KeptChange {
  actionId: string;
  what: 'change-client' | 'undo-client-change';
  at: number;
  userId: number;
  before: ClientState;
  after: ClientState;
}

/** The newest change of a client, whoever made it; null when it is as it was made. */
export async function readNewestChange(
  db: DbOrTx,
  portalId: string,
  clientId: number,
): Promise<KeptChange | null> {
  const row = await db
    .selectFrom('actions')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .where('what', 'in', ['change-client', 'undo-client-change'])
    .orderBy('at', 'desc')
    .orderBy('action_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) return null;
  return {
    ...{ actionId: row.action_id, what: row.what as KeptChange['what'], at: row.at, userId: row.user_id },
    before: JSON.parse(row.before ?? '{}') as ClientState,
    after: JSON.parse(row.after ?? '{}') as ClientState,
  };
}

/** @param issuedAt when the newest report was issued; null = none ever was */
export async function readClientEdit(
  db: DbOrTx,
  portalId: string,
  clientId: number,
  issuedAt: number | null,
): Promise<ClientEdit> {
  const client = await readClient(db, portalId, clientId);
  if (!client) throw notFound('Client');
  const { managerIds, ...state } = await readClientState(db, portalId, clientId);
  const newest = await readNewestChange(db, portalId, clientId);
  const names = await readNames(db, portalId, [...managerIds, ...(newest ? [newest.userId] : [])]);
  const nameOf = (userId: number) => names.get(userId) ?? `#${userId}`;
  const stands = newest?.what === 'change-client' && (issuedAt === null || issuedAt < newest.at);
  return {
    ...state,
    managers: managerIds.map((userId) => ({ userId, name: nameOf(userId) })),
    accountingStartsOn: client.accounting_starts_on,
    zoneFrozen: issuedAt !== null,
    lastChange:
      newest && stands
        ? { actionId: newest.actionId, at: newest.at, by: nameOf(newest.userId), what: differing(newest) }
        : null,
  };
}

function differing({ before, after }: KeptChange): string[] {
  const fields = ['name', 'groupIds', 'managerIds', 'timeZone'] as const;
  return fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
}

async function readNames(
  db: DbOrTx,
  portalId: string,
  userIds: readonly number[],
): Promise<Map<number, string>> {
  if (userIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('users')
    .select(['user_id', 'name'])
    .where('portal_id', '=', portalId)
    .where('user_id', 'in', [...userIds])
    .execute();
  return new Map(rows.map((row) => [row.user_id, row.name]));
}
