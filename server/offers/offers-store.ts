import { type Insertable, type Selectable, type Updateable, sql } from 'kysely';
import { type DbOrTx, isPostgres, type Tx } from '../base/db/index.js';
import type { OffersTable } from '../base/db/tables/offers.js';

export type OfferRow = Selectable<OffersTable>;

/** Names an offer: what made it, and which of those. */
export interface OfferKey {
  portalId: string;
  source: OffersTable['source'];
  externalId: string;
}

export const keyOf = (row: Pick<OfferRow, 'portal_id' | 'source' | 'external_id'>): OfferKey => ({
  portalId: row.portal_id,
  source: row.source,
  externalId: row.external_id,
});

/** Reads an offer and, inside a transaction, holds it: it is decided once. */
export async function holdOffer(tx: Tx, key: OfferKey): Promise<OfferRow | undefined> {
  return tx
    .selectFrom('offers')
    .selectAll()
    .where('portal_id', '=', key.portalId)
    .where('source', '=', key.source)
    .where('external_id', '=', key.externalId)
    .$if(isPostgres(tx), (query) => query.forUpdate())
    .executeTakeFirst();
}

/** False when another process had the same idea first. */
export async function insertOffer(tx: Tx, row: Insertable<OffersTable>): Promise<boolean> {
  const inserted = await tx
    .insertInto('offers')
    .values(row)
    .onConflict((conflict) => conflict.columns(['portal_id', 'source', 'external_id']).doNothing())
    .returning('external_id')
    .executeTakeFirst();
  return inserted !== undefined;
}

export async function changeOffer(tx: Tx, key: OfferKey, change: Updateable<OffersTable>): Promise<void> {
  await tx
    .updateTable('offers')
    .set(change)
    .where('portal_id', '=', key.portalId)
    .where('source', '=', key.source)
    .where('external_id', '=', key.externalId)
    .execute();
}

/** Offers that belong to one deal: its own, and those of its invoices. */
export async function readOffersOfDeal(db: DbOrTx, portalId: string, dealId: number): Promise<OfferRow[]> {
  return db
    .selectFrom('offers')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('deal_id', '=', dealId)
    .orderBy('created_at')
    .execute();
}

/** Ids of items whose offers are open: looked at again in every sweep, for a deleted item tells of no change. */
export async function readOpenIds(
  db: DbOrTx,
  portalId: string,
  source: OffersTable['source'],
): Promise<number[]> {
  const rows = await db
    .selectFrom('offers')
    .select('external_id')
    .where('portal_id', '=', portalId)
    .where('source', '=', source)
    .where('state', '=', 'open')
    .execute();
  return rows.map((row) => Number(row.external_id)).sort((a, b) => a - b);
}

export async function readOpenNextPackages(tx: Tx, portalId: string, clientId: number): Promise<OfferRow[]> {
  return tx
    .selectFrom('offers')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .where('source', '=', 'next-package')
    .where('state', '=', 'open')
    .execute();
}

/** Open offers per client. */
export async function countOpenOffers(db: DbOrTx, portalId: string): Promise<Map<number, number>> {
  const rows = await db
    .selectFrom('offers')
    .select(['client_id', sql<number>`cast(count(*) as bigint)`.as('count')])
    .where('portal_id', '=', portalId)
    .where('state', '=', 'open')
    .groupBy('client_id')
    .execute();
  return new Map(rows.map((row) => [row.client_id, row.count]));
}

export async function hasOfferOfEstimate(db: DbOrTx, portalId: string, externalId: string): Promise<boolean> {
  const row = await db
    .selectFrom('offers')
    .select('external_id')
    .where('portal_id', '=', portalId)
    .where('source', '=', 'estimate')
    .where('external_id', '=', externalId)
    .executeTakeFirst();
  return row !== undefined;
}
