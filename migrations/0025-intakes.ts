import type { Kysely } from 'kysely';
import { createTable } from './table.js';

/** Tasks taken into the week beside its plan, urgent or critical: proposed, accepted, taken back. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createTable(
    db,
    'intakes',
    {
      portal_id: 'text',
      intake_id: 'big',
      task_id: 'big',
      client_id: 'big',
      kind: 'text',
      source: 'text',
      sign: 'text?',
      state: 'text',
      note: 'text',
      proposed_by: 'big',
      proposed_at: 'big',
      week_on: 'text?',
      user_id: 'big?',
      start_day: 'text?',
      finish_day: 'text?',
      patch: 'text?',
      pushed: 'text?',
      reserve: 'text?',
      posts: 'text?',
      accepted_by: 'big?',
      accepted_at: 'big?',
      mark_before: 'text?',
      priority_before: 'big?',
      priority: 'text',
      ended_by: 'big?',
      ended_at: 'big?',
      end_reason: 'text?',
      updated_at: 'big',
    },
    ['portal_id', 'intake_id'],
  );
  await db.schema.createIndex('intakes_of_task').on('intakes').columns(['portal_id', 'task_id']).execute();
  await db.schema.createIndex('intakes_state').on('intakes').columns(['portal_id', 'state']).execute();
}
