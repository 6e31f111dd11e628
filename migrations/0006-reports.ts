import { type Kysely, sql } from 'kysely';
import { createTable } from './table.js';

export async function up(db: Kysely<unknown>): Promise<void> {
  await createTable(
    db,
    'reports',
    {
      portal_id: 'text',
      client_id: 'big',
      report_id: 'text',
      cause: 'text',
      state: 'text',
      cut: 'text',
      due_at: 'big',
      position: 'big?',
      model: 'text?',
      number: 'big?',
      created_at: 'big',
      updated_at: 'big',
      action_id: 'text?',
    },
    ['portal_id', 'client_id', 'report_id'],
  );
  await sql`create unique index reports_cause on reports (portal_id, client_id, cause)`.execute(db);
  await createTable(
    db,
    'report_schedules',
    {
      portal_id: 'text',
      client_id: 'big',
      schedule_id: 'big',
      rule: 'text',
      automatic: 'flag',
      next_due_at: 'big',
      last_due_at: 'big?',
    },
    ['portal_id', 'client_id', 'schedule_id'],
  );
  await createTable(
    db,
    'outbox',
    {
      portal_id: 'text',
      outbox_id: 'text',
      key: 'text',
      kind: 'text',
      client_id: 'big',
      payload: 'text',
      after_key: 'text?',
      state: 'text',
      attempts: 'big',
      due_at: 'big',
      lease_until: 'big',
      lease_holder: 'text?',
      send_started_at: 'big?',
      author_id: 'big?',
      card: 'text?',
      unclear: 'big',
      first_send_at: 'big?',
      round: 'big',
      decided_action_id: 'text?',
      result: 'text?',
      reason: 'text?',
      created_at: 'big',
      sent_at: 'big?',
    },
    ['portal_id', 'outbox_id'],
  );
  await sql`create unique index outbox_key on outbox (portal_id, key)`.execute(db);
  await db.schema.createIndex('outbox_due').on('outbox').columns(['state', 'due_at']).execute();
}
