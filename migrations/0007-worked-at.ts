import type { Kysely } from 'kysely';

/** The Clients screen sums the last weeks of every client: by day of work, without reading whole ledgers. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.createIndex('lines_worked').on('lines').columns(['portal_id', 'worked_at']).execute();
}
