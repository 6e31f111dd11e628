import type { Kysely } from 'kysely';
import { createTable } from './table.js';

/** Tasks that are to be sized before they are sold or planned, and what was asked and answered meanwhile. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createTable(
    db,
    'estimates',
    {
      portal_id: 'text',
      estimate_id: 'big',
      task_id: 'big',
      client_id: 'big?',
      state: 'text',
      source: 'text',
      requested_by: 'big',
      requested_at: 'big',
      requests: 'big',
      note: 'text',
      for_client: 'flag',
      performer_id: 'big',
      work_type: 'text?',
      optimistic_seconds: 'big?',
      likely_seconds: 'big?',
      pessimistic_seconds: 'big?',
      given_by: 'big?',
      given_at: 'big?',
      given_note: 'text?',
      approved_seconds: 'big?',
      approved_by: 'big?',
      approved_at: 'big?',
      agreed_by: 'big?',
      agreed_at: 'big?',
      agreed_link: 'text?',
      ended_reason: 'text?',
      ended_by: 'big?',
      state_since: 'big',
      revision: 'big',
      updated_at: 'big',
    },
    ['portal_id', 'estimate_id'],
  );
  await db.schema
    .createIndex('estimates_of_task')
    .on('estimates')
    .columns(['portal_id', 'task_id'])
    .execute();
  await db.schema.createIndex('estimates_open').on('estimates').columns(['portal_id', 'state']).execute();
  await createTable(
    db,
    'estimate_questions',
    {
      portal_id: 'text',
      estimate_id: 'big',
      question: 'big',
      asked_by: 'big',
      asked_at: 'big',
      text: 'text',
      answer: 'text?',
      answered_by: 'big?',
      answered_at: 'big?',
    },
    ['portal_id', 'estimate_id', 'question'],
  );
}
