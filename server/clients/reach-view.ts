import { MEMBER_ROLES, type Visitor } from '../access/index.js';
import type { DbOrTx } from '../base/db/index.js';
import { conflict, forbidden, notFound } from '../base/errors.js';
import { readClient } from './clients-view.js';

/** Which clients a visitor may see; `all` for administrators and for managers without a list of their own. */
export async function reachableClients(db: DbOrTx, visitor: Visitor): Promise<'all' | Set<number>> {
  if (visitor.role === 'administrator') return 'all';
  if (visitor.role === 'client') return clientsOfMember(db, visitor);
  if (visitor.role === 'manager') return clientsOfManager(db, visitor);
  return new Set();
}

/** Throws NOT_FOUND: a foreign client and an absent one look the same. */
export async function requireRead(db: DbOrTx, visitor: Visitor, clientId: number): Promise<void> {
  const reach = await reachableClients(db, visitor);
  const known = reach === 'all' ? await clientExists(db, visitor.portalId, clientId) : reach.has(clientId);
  if (!known) throw notFound('Client');
}

/** Throws NOT_FOUND, FORBIDDEN, or CLIENT_ARCHIVED: of an archived client everything can be read and nothing changed. */
export async function requireManage(db: DbOrTx, visitor: Visitor, clientId: number): Promise<void> {
  await requireKeeper(db, visitor, clientId);
  const client = await readClient(db, visitor.portalId, clientId);
  if (client && client.archived_at !== null) throw conflict('CLIENT_ARCHIVED', 'The client is archived');
}

/** Who may put a client away and bring it back. Throws NOT_FOUND and FORBIDDEN. */
export async function requireKeeper(db: DbOrTx, visitor: Visitor, clientId: number): Promise<void> {
  await requireRead(db, visitor, clientId);
  if (!mayManage(visitor)) throw forbidden('Only a manager of the client may do this');
}

export function mayManage(visitor: Visitor): boolean {
  return visitor.role === 'administrator' || visitor.role === 'manager';
}

async function clientsOfMember(db: DbOrTx, visitor: Visitor): Promise<Set<number>> {
  const rows = await db
    .selectFrom('group_members as member')
    .innerJoin('client_groups as owned', (join) =>
      join.onRef('owned.portal_id', '=', 'member.portal_id').onRef('owned.group_id', '=', 'member.group_id'),
    )
    .innerJoin('clients as client', (join) =>
      join
        .onRef('client.portal_id', '=', 'owned.portal_id')
        .onRef('client.client_id', '=', 'owned.client_id'),
    )
    .select('owned.client_id')
    .where('client.archived_at', 'is', null)
    .where('member.portal_id', '=', visitor.portalId)
    .where('member.user_id', '=', visitor.userId)
    .where('member.role', 'in', MEMBER_ROLES)
    .execute();
  return new Set(rows.map((row) => row.client_id));
}

/** A manager who is listed for clients sees those; one whom the portal made manager of the department sees all. */
async function clientsOfManager(db: DbOrTx, visitor: Visitor): Promise<'all' | Set<number>> {
  const role = await db
    .selectFrom('roles')
    .select('role')
    .where('portal_id', '=', visitor.portalId)
    .where('user_id', '=', visitor.userId)
    .executeTakeFirst();
  if (role?.role === 'manager') return 'all';
  const rows = await db
    .selectFrom('client_managers')
    .select('client_id')
    .where('portal_id', '=', visitor.portalId)
    .where('user_id', '=', visitor.userId)
    .execute();
  return new Set(rows.map((row) => row.client_id));
}

async function clientExists(db: DbOrTx, portalId: string, clientId: number): Promise<boolean> {
  const row = await db
    .selectFrom('clients')
    .select('client_id')
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .executeTakeFirst();
  return row !== undefined;
}
