import type { Kysely } from 'kysely';
import { refuseChangesOf } from './refuse-changes.js';
import { createTable } from './table.js';

/** The week's plan: as it is being edited, and as it was published each time. */
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
}
