import type { Kysely } from 'kysely';
import { createTable } from './table.js';

/** How a portal's board looks: which task waits for an answer, how much a person takes on at once, who is shown. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createTable(
    db,
    'board_settings',
    {
      portal_id: 'text',
      waiting_by: 'text',
      waiting_tag: 'text',
      wip_limit: 'big',
      done_days: 'big',
      updated_at: 'big',
      action_id: 'text?',
    },
    ['portal_id'],
  );
  await createTable(
    db,
    'board_people',
    { portal_id: 'text', user_id: 'big', shown: 'text', wip_limit: 'big?' },
    ['portal_id', 'user_id'],
  );
  await createTable(db, 'board_hidden_groups', { portal_id: 'text', group_id: 'big' }, [
    'portal_id',
    'group_id',
  ]);
  await db.schema
    .alterTable('tasks')
    .addColumn('changed_at', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema.createIndex('tasks_changed').on('tasks').columns(['portal_id', 'changed_at']).execute();
}
