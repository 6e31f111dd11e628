import { type Kysely, sql } from 'kysely';
import { createTable } from './table.js';

export async function up(db: Kysely<unknown>): Promise<void> {
  await createTable(
    db,
    'work_rules',
    {
      portal_id: 'text',
      rule_id: 'big',
      position: 'big',
      client_id: 'big?',
      field: 'text',
      word: 'text',
      work_type: 'text',
      created_at: 'big',
      archived_at: 'big?',
      action_id: 'text?',
    },
    ['portal_id', 'rule_id'],
  );
  await sql`create index lines_task on lines (portal_id, client_id, task_id)`.execute(db);
}
