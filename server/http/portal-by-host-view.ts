import type { Db } from '../base/db/index.js';
import { type PortalRow, readPortal } from '../portal/installs/index.js';

/** The portal whose stored address has this host. */
export async function findPortalByHost(db: Db, host: string): Promise<PortalRow | null> {
  const endpoints = ['https', 'http'].map((scheme) => `${scheme}://${host.toLowerCase()}/rest`);
  const found = await db
    .selectFrom('portals')
    .select('portal_id')
    .where('client_endpoint', 'in', endpoints)
    .where('state', '!=', 'uninstalled')
    .executeTakeFirst();
  return found ? readPortal(db, found.portal_id) : null;
}
