import type { Kysely } from 'kysely';
import { createTable } from './table.js';

/** Packages that CRM or the rules propose. One row per cause for ever: its key keeps it from being proposed twice. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createTable(
    db,
    'offers',
    {
      portal_id: 'text',
      source: 'text',
      external_id: 'text',
      client_id: 'big',
      deal_id: 'big?',
      state: 'text',
      revision: 'big',
      title: 'text',
      size_seconds: 'big?',
      price_minor: 'big?',
      currency: 'text?',
      bought_on: 'text',
      reckoned: 'text',
      paid_on: 'text?',
      later: 'text?',
      package_id: 'big?',
      decided_by: 'big?',
      decided_at: 'big?',
      reason: 'text?',
      action_id: 'text?',
      created_at: 'big',
      updated_at: 'big',
    },
    ['portal_id', 'source', 'external_id'],
  );
  await db.schema
    .createIndex('offers_of_client')
    .on('offers')
    .columns(['portal_id', 'client_id', 'state'])
    .execute();
  await createTable(
    db,
    'companies',
    { portal_id: 'text', company_id: 'big', name: 'text', asked_at: 'big' },
    ['portal_id', 'company_id'],
  );
}
