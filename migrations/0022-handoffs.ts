import type { Kysely } from 'kysely';
import { createTable } from './table.js';

/** Work handed over between paid support, free support and development. The ledger reads its billing boundary here. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createTable(
    db,
    'handoffs',
    {
      portal_id: 'text',
      handoff_id: 'big',
      client_id: 'big',
      way: 'text',
      task_id: 'big',
      title: 'text',
      note: 'text',
      group_id: 'big',
      linked_task_id: 'big?',
      since_at: 'big',
      until_at: 'big?',
      courtesy_reason: 'text?',
      state: 'text',
      closings: 'big',
      handed_by: 'big',
      ended_by: 'big?',
      ended_at: 'big?',
      end_reason: 'text?',
      action_id: 'text',
      updated_at: 'big',
    },
    ['portal_id', 'handoff_id'],
  );
  await db.schema
    .createIndex('handoffs_of_client')
    .on('handoffs')
    .columns(['portal_id', 'client_id'])
    .execute();
  await db.schema.createIndex('handoffs_of_task').on('handoffs').columns(['portal_id', 'task_id']).execute();
  await db.schema
    .createIndex('handoffs_of_linked')
    .on('handoffs')
    .columns(['portal_id', 'linked_task_id'])
    .execute();
}
