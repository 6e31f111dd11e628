import type { Kysely } from 'kysely';
import { createTable } from './table.js';

/** Files that go along with a comment, and what the outbox remembers of them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createTable(
    db,
    'post_files',
    {
      portal_id: 'text',
      file_id: 'text',
      name: 'text',
      mime: 'text',
      content: 'text?',
      size: 'big',
    },
    ['portal_id', 'file_id'],
  );
  await db.schema.alterTable('outbox').addColumn('of_key', 'text').execute();
  await db.schema.alterTable('outbox').addColumn('place', 'text').execute();
  await db.schema.alterTable('outbox').addColumn('attached', 'text').execute();
  await db.schema.createIndex('outbox_of_key').on('outbox').columns(['portal_id', 'of_key']).execute();
}
