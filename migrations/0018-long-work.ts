import type { Kysely } from 'kysely';

/** Progress bars become long work: asked for by a person, held by one process, cancelled, ended with a result. */
export async function up(db: Kysely<unknown>): Promise<void> {
  const added = {
    state: 'text',
    asked_by: 'bigint',
    wanted: 'text',
    holder: 'text',
    lease_until: 'bigint',
    cancel_asked_at: 'bigint',
    result: 'text',
    put_away_at: 'bigint',
  } as const;
  // SQLite adds one column at a time.
  for (const [column, type] of Object.entries(added)) {
    await db.schema.alterTable('progress').addColumn(column, type).execute();
  }
  // An erased comment is not read from the portal again.
  await db.schema.alterTable('time_entries').addColumn('comment_erased_at', 'bigint').execute();
}
