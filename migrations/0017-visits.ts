import type { Kysely } from 'kysely';
import { createTable } from './table.js';

/** How people were let in at their last visit, and what each REST method used of its budget in ten minutes. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createTable(
    db,
    'visits',
    { portal_id: 'text', user_id: 'big', role: 'text', is_admin: 'flag', visited_at: 'big' },
    ['portal_id', 'user_id'],
  );
  await createTable(db, 'role_changes', { portal_id: 'text', user_id: 'big', changes: 'big' }, [
    'portal_id',
    'user_id',
  ]);
  await createTable(
    db,
    'rest_use',
    {
      portal_id: 'text',
      method: 'text',
      bucket_at: 'big',
      calls: 'big',
      run_ms: 'big',
      operating_ms: 'big',
      refused: 'big',
    },
    ['portal_id', 'method', 'bucket_at'],
  );
}
