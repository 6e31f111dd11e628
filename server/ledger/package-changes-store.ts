import { type Insertable, type Selectable, sql } from 'kysely';
import type { DbOrTx, Tx } from '../base/db/index.js';
import type { PackageChangesTable } from '../base/db/tables/ledger.js';

// Append and read; no update or delete exists here, and triggers refuse both.

export type PackageChange = Selectable<PackageChangesTable>;

/** Numbers and writes a change. The client's row is locked, so nobody takes the same number. */
export async function insertPackageChange(
  tx: Tx,
  change: Omit<Insertable<PackageChangesTable>, 'change_id'>,
): Promise<void> {
  const last = await tx
    .selectFrom('package_changes')
    .select(sql<number>`cast(coalesce(max(change_id), 0) as bigint)`.as('id'))
    .where('portal_id', '=', change.portal_id)
    .where('client_id', '=', change.client_id)
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('package_changes')
    .values({ ...change, change_id: last.id + 1 })
    .execute();
}

/** Every change of a client's packages, oldest first. */
export async function readPackageChanges(
  db: DbOrTx,
  portalId: string,
  clientId: number,
): Promise<PackageChange[]> {
  return selectChanges(db, portalId).where('client_id', '=', clientId).execute();
}

/** The same of every client of a portal. */
export async function readAllPackageChanges(
  db: DbOrTx,
  portalId: string,
): Promise<Map<number, PackageChange[]>> {
  const clients = new Map<number, PackageChange[]>();
  for (const change of await selectChanges(db, portalId).execute()) {
    const own = clients.get(change.client_id);
    if (own) own.push(change);
    else clients.set(change.client_id, [change]);
  }
  return clients;
}

function selectChanges(db: DbOrTx, portalId: string) {
  return db.selectFrom('package_changes').selectAll().where('portal_id', '=', portalId).orderBy('change_id');
}
