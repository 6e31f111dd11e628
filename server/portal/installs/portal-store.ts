import type { Insertable, Selectable, Updateable } from 'kysely';
import { type DbOrTx, isPostgres, type Tx } from '../../base/db/index.js';
import { AppError } from '../../base/errors.js';
import type { PortalsTable } from '../../base/db/tables/portals.js';

export type PortalRow = Selectable<PortalsTable>;

export async function readPortal(db: DbOrTx, portalId: string): Promise<PortalRow | null> {
  const row = await db.selectFrom('portals').selectAll().where('portal_id', '=', portalId).executeTakeFirst();
  return row ?? null;
}

/** Holds the portal's row: what must be free or next among all its rows is looked up by one at a time. */
export async function lockPortal(tx: Tx, portalId: string): Promise<void> {
  if (!isPostgres(tx)) return;
  await tx.selectFrom('portals').select('portal_id').where('portal_id', '=', portalId).forUpdate().execute();
}

/**
 * Holds the portal as installed until the transaction ends: what was asked before an uninstall must not be written after
 * it. Throws PORTAL_GONE.
 */
export async function holdInstalled(tx: Tx, portalId: string): Promise<void> {
  const portal = await tx
    .selectFrom('portals')
    .select('state')
    .where('portal_id', '=', portalId)
    .$if(isPostgres(tx), (query) => query.forShare())
    .executeTakeFirst();
  if (portal?.state === 'installed') return;
  throw new AppError('PORTAL_GONE', 'The app is not installed in this portal any more', { status: 409 });
}

/** Portals for which work is done: installed to the end and not removed. */
export async function listInstalledPortals(db: DbOrTx): Promise<PortalRow[]> {
  return db.selectFrom('portals').selectAll().where('state', '=', 'installed').orderBy('portal_id').execute();
}

export async function listUninstalledPortals(db: DbOrTx): Promise<PortalRow[]> {
  return db
    .selectFrom('portals')
    .selectAll()
    .where('state', '=', 'uninstalled')
    .orderBy('portal_id')
    .execute();
}

/**
 * Writes the portal as given. What was learned or chosen since it was created stays (zone, card), and so does the
 * application_token when this writer was not told one: the installer page and the install event may race.
 */
export async function upsertPortal(tx: Tx, row: Insertable<PortalsTable>): Promise<void> {
  const { portal_id: _id, created_at: _createdAt, time_zone: _zone, card: _card, ...rest } = row;
  await tx
    .insertInto('portals')
    .values(row)
    .onConflict((conflict) =>
      conflict.column('portal_id').doUpdateSet((eb) => ({
        ...rest,
        application_token_sealed: eb.fn.coalesce(
          eb.ref('excluded.application_token_sealed'),
          eb.ref('portals.application_token_sealed'),
        ),
      })),
    )
    .execute();
}

export async function changePortal(
  db: DbOrTx,
  portalId: string,
  change: Updateable<PortalsTable>,
): Promise<void> {
  await db.updateTable('portals').set(change).where('portal_id', '=', portalId).execute();
}
