import type { DbOrTx, Tx } from '../base/db/index.js';

export interface Company {
  companyId: number;
  name: string;
}

export async function keepCompany(
  tx: Tx,
  portalId: string,
  company: Company,
  askedAt: number,
): Promise<void> {
  const { companyId, name } = company;
  await tx
    .insertInto('companies')
    .values({ portal_id: portalId, company_id: companyId, name, asked_at: askedAt })
    .onConflict((conflict) =>
      conflict.columns(['portal_id', 'company_id']).doUpdateSet({ name, asked_at: askedAt }),
    )
    .execute();
}

/** The company a client is linked to; null = none. */
export async function readCompany(
  db: DbOrTx,
  client: { portal_id: string; company_id: number | null },
): Promise<Company | null> {
  if (client.company_id === null) return null;
  const row = await db
    .selectFrom('companies')
    .select('name')
    .where('portal_id', '=', client.portal_id)
    .where('company_id', '=', client.company_id)
    .executeTakeFirst();
  return { companyId: client.company_id, name: row?.name ?? `#${client.company_id}` };
}
