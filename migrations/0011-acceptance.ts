import { type Kysely, sql } from 'kysely';
import { refuseChangesOf } from './refuse-changes.js';
import { createTable } from './table.js';

/** What clients and managers said about issued reports, and since when a report has been there to be read. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createTable(
    db,
    'report_responses',
    {
      portal_id: 'text',
      client_id: 'big',
      number: 'big',
      response: 'big',
      what: 'text',
      dispute: 'big?',
      entry_id: 'big?',
      text: 'text?',
      seconds: 'big?',
      waiver_id: 'big?',
      days: 'big?',
      how: 'text',
      link: 'text?',
      user_id: 'big',
      at: 'big',
      action_id: 'text?',
    },
    ['portal_id', 'client_id', 'number', 'response'],
  );
  await refuseChangesOf(db, ['report_responses']);
  await db.schema.alterTable('reports').addColumn('posted_at', 'bigint').execute();
  await sql`update reports set posted_at = updated_at where state = 'posted'`.execute(db);
}
