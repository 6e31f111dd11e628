import type { Kysely } from 'kysely';
import { createTable } from './table.js';

/** The timer of each person whose app page is open: shown, never billed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createTable(
    db,
    'running_timers',
    { portal_id: 'text', user_id: 'big', task_id: 'big?', running_seconds: 'big', known_at: 'big' },
    ['portal_id', 'user_id'],
  );
}
