import { type Kysely, sql } from 'kysely';
import { createTable } from './table.js';

export async function up(db: Kysely<unknown>): Promise<void> {
  await createTable(
    db,
    'inbox',
    {
      portal_id: 'text',
      inbox_id: 'text',
      subject: 'text',
      subject_id: 'text',
      names: 'text',
      payload: 'text',
      times: 'big',
      state: 'text',
      attempts: 'big',
      first_at: 'big',
      due_at: 'big',
      lease_until: 'big',
      lease_holder: 'text?',
      reason: 'text?',
    },
    ['portal_id', 'inbox_id'],
  );
  // A row being worked on is never merged into: only rows still due are unique per subject.
  await sql`create unique index inbox_subject on inbox (portal_id, subject, subject_id) where state = 'due'`.execute(
    db,
  );
  await db.schema.createIndex('inbox_due').on('inbox').columns(['state', 'due_at']).execute();
  await createTable(
    db,
    'job_runs',
    {
      portal_id: 'text',
      job: 'text',
      bucket: 'text',
      holder: 'text',
      lease_until: 'big',
      finished_at: 'big?',
    },
    ['portal_id', 'job', 'bucket'],
  );
  await createTable(
    db,
    'progress',
    {
      portal_id: 'text',
      work: 'text',
      stage: 'text',
      done: 'big',
      total: 'big?',
      started_at: 'big',
      updated_at: 'big',
      finished_at: 'big?',
      failed_reason: 'text?',
    },
    ['portal_id', 'work'],
  );
}
