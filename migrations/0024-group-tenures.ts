import { type Kysely, sql } from 'kysely';
import { createTable } from './table.js';

/**
 * Which client a group belonged to, and when. `client_groups` holds today's owner; hours follow the owner of the instant
 * they were recorded at. A tenure that goes on ends at the largest integer JavaScript keeps exactly.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createTable(
    db,
    'group_tenures',
    { portal_id: 'text', group_id: 'big', from_at: 'big', until_at: 'big', client_id: 'big' },
    ['portal_id', 'group_id', 'from_at'],
  );
  await sql`create index group_tenures_client on group_tenures (portal_id, client_id)`.execute(db);
  await sql`insert into group_tenures (portal_id, group_id, from_at, until_at, client_id)
    select portal_id, group_id, 0, 9007199254740991, client_id from client_groups`.execute(db);
}
