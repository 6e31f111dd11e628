import { type Kysely, sql } from 'kysely';
import { refuseChangesOf } from './refuse-changes.js';

/** A line names the version of the terms that billed it: one number, one body, and neither ever changes. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create unique index terms_version on terms (portal_id, version)`.execute(db);
  await refuseChangesOf(db, ['terms']);
}
