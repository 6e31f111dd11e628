import { type Kysely, sql } from 'kysely';
import { refuseChangesOf } from './refuse-changes.js';
import { createTable } from './table.js';

/** What people did with packages after (and while) selling them: a package's own row never changes. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createTable(
    db,
    'package_changes',
    {
      portal_id: 'text',
      client_id: 'big',
      change_id: 'big',
      package_id: 'big',
      what: 'text',
      seconds: 'big',
      other_package_id: 'big?',
      on_day: 'text',
      price_minor: 'big?',
      currency: 'text?',
      reason: 'text?',
      undoes: 'big?',
      action_id: 'text',
      user_id: 'big',
      made_at: 'big',
    },
    ['portal_id', 'client_id', 'change_id'],
  );
  await sql`create unique index package_changes_undone_once on package_changes (portal_id, client_id, undoes) where undoes is not null`.execute(
    db,
  );
  await refuseChangesOf(db, ['package_changes']);
}
