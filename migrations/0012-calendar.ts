import type { Kysely } from 'kysely';
import { createTable } from './table.js';

/** Days on which people do not work although the week says so, and the other way round; when used-up packages report. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createTable(
    db,
    'holidays',
    { portal_id: 'text', day: 'text', works: 'flag', source: 'text', note: 'text?' },
    ['portal_id', 'day'],
  );
  await createTable(
    db,
    'used_up_rules',
    { portal_id: 'text', client_id: 'big', mode: 'text', action_id: 'text?' },
    ['portal_id', 'client_id'],
  );
}
