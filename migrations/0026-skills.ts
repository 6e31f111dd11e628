import type { Kysely } from 'kysely';
import { createTable } from './table.js';

/** What a manager says of how well somebody does a type of work; it wins over what was learned from recorded time. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createTable(
    db,
    'skills',
    {
      portal_id: 'text',
      user_id: 'big',
      work_type: 'text',
      permille: 'big',
      updated_at: 'big',
      action_id: 'text?',
    },
    ['portal_id', 'user_id', 'work_type'],
  );
}
