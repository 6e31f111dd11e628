import { sql } from 'kysely';
import type { DbOrTx, Tx } from '../base/db/index.js';

/** The largest integer that JavaScript and both databases keep exactly: a tenure that goes on. */
const GOES_ON = Number.MAX_SAFE_INTEGER;

interface OfGroup {
  portalId: string;
  groupId: number;
}

/** The group is this client's from where the tenure before it ended: nobody's hours in between find their owner. */
export async function beginTenure(tx: Tx, of: OfGroup & { clientId: number }, now: number): Promise<void> {
  const { portalId, groupId, clientId } = of;
  const before = await tx
    .selectFrom('group_tenures')
    .select(sql<number>`cast(coalesce(max(until_at), 0) as bigint)`.as('ended'))
    .where('portal_id', '=', portalId)
    .where('group_id', '=', groupId)
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('group_tenures')
    .values({
      ...{ portal_id: portalId, group_id: groupId, client_id: clientId },
      ...{ from_at: before.ended, until_at: GOES_ON },
    })
    .execute();
  const owned = { portal_id: portalId, group_id: groupId, client_id: clientId, added_at: now };
  await tx.insertInto('client_groups').values(owned).execute();
}

/** Hours recorded before `now` stay with the client; later ones are nobody's. */
export async function endTenure(tx: Tx, of: OfGroup, now: number): Promise<void> {
  const { portalId, groupId } = of;
  await disown(tx, of);
  await tx
    .updateTable('group_tenures')
    .set({ until_at: now })
    .where('portal_id', '=', portalId)
    .where('group_id', '=', groupId)
    .where('until_at', '=', GOES_ON)
    .where('from_at', '<', now)
    .execute();
  await forgetTenure(tx, of);
}

/** As if the group had never come: all its hours since the tenure began are nobody's again. */
export async function takeTenureBack(tx: Tx, of: OfGroup): Promise<void> {
  await disown(tx, of);
  await forgetTenure(tx, of);
}

async function forgetTenure(tx: Tx, { portalId, groupId }: OfGroup): Promise<void> {
  await tx
    .deleteFrom('group_tenures')
    .where('portal_id', '=', portalId)
    .where('group_id', '=', groupId)
    .where('until_at', '=', GOES_ON)
    .execute();
}

async function disown(tx: Tx, { portalId, groupId }: OfGroup): Promise<void> {
  await tx
    .deleteFrom('client_groups')
    .where('portal_id', '=', portalId)
    .where('group_id', '=', groupId)
    .execute();
}

/** Of each group every client that has or had it, the latest last. */
export async function readGroupHolders(db: DbOrTx, portalId: string): Promise<Map<number, number[]>> {
  const rows = await db
    .selectFrom('group_tenures')
    .select(['group_id', 'client_id'])
    .where('portal_id', '=', portalId)
    .orderBy('group_id')
    .orderBy('from_at')
    .execute();
  const holders = new Map<number, number[]>();
  for (const row of rows) {
    const others = (holders.get(row.group_id) ?? []).filter((clientId) => clientId !== row.client_id);
    holders.set(row.group_id, [...others, row.client_id]);
  }
  return holders;
}

/** Groups that a client gave up at some time: what is true of their hours depends on when they were recorded. */
export async function readLeftGroups(db: DbOrTx, portalId: string): Promise<Set<number>> {
  const rows = await db
    .selectFrom('group_tenures')
    .select('group_id')
    .distinct()
    .where('portal_id', '=', portalId)
    .where('until_at', '<', GOES_ON)
    .execute();
  return new Set(rows.map((row) => row.group_id));
}
