import type { Kysely } from 'kysely';
import { refuseChangesOf } from './refuse-changes.js';
import { createTable } from './table.js';

/** The week's plan: as it is being edited, as it was published each time, and who gave way for whom. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createTable(
    db,
    'sprints',
    {
      portal_id: 'text',
      week_on: 'text',
      revision: 'big',
      draft: 'text?',
      draft_version: 'big',
      published: 'text?',
      published_at: 'big?',
      fact: 'text?',
      closed_at: 'big?',
      updated_at: 'big',
    },
    ['portal_id', 'week_on'],
  );
  await createTable(
    db,
    'sprint_revisions',
    {
      portal_id: 'text',
      week_on: 'text',
      revision: 'big',
      plan: 'text',
      published_at: 'big',
      published_by: 'big',
      action_id: 'text',
    },
    ['portal_id', 'week_on', 'revision'],
  );
  await refuseChangesOf(db, ['sprint_revisions']);
  await createTable(
    db,
    'intakes',
    {
      portal_id: 'text',
      intake_id: 'text',
      week_on: 'text',
      task_id: 'big',
      client_id: 'big',
      urgency: 'text',
      state: 'text',
      plan_before: 'text',
      plan_after: 'text',
      told: 'text',
      revision: 'big',
      accepted_at: 'big',
      accepted_by: 'big',
      action_id: 'text',
      undone_at: 'big?',
      undone_action_id: 'text?',
    },
    ['portal_id', 'intake_id'],
  );
  await db.schema
    .createIndex('intakes_of_week')
    .on('intakes')
    .columns(['portal_id', 'week_on', 'state'])
    .execute();
}
