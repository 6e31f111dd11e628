import type { DbOrTx, Tx } from '../base/db/index.js';
import type { ClientRecord } from './client-store.js';

/** Clients by the CRM company they are linked to. */
export async function readClientsByCompany(
  db: DbOrTx,
  portalId: string,
): Promise<ReadonlyMap<number, ClientRecord>> {
  const rows = await db
    .selectFrom('clients')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('company_id', 'is not', null)
    .where('archived_at', 'is', null)
    .execute();
  return new Map(rows.flatMap((row) => (row.company_id === null ? [] : [[row.company_id, row]])));
}

export async function setCompany(
  tx: Tx,
  portalId: string,
  clientId: number,
  companyId: number | null,
): Promise<void> {
  await tx
    .updateTable('clients')
    .set({ company_id: companyId })
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .execute();
}
