import type { Kysely } from 'kysely';

/** `text`, `big` (64-bit integer), `flag` (0/1); a trailing `?` makes it nullable. */
export type ColumnKind = 'text' | 'text?' | 'big' | 'big?' | 'flag';

/**
 * Creates a table the same way on both databases. Migrations stay readable as a list of columns.
 * The primary key must begin with `portal_id`, so that a distributed PostgreSQL can shard by it.
 */
export async function createTable(
  db: Kysely<unknown>,
  name: string,
  columns: Record<string, ColumnKind>,
  primaryKey: readonly string[],
): Promise<void> {
  let table = db.schema.createTable(name);
  for (const [column, kind] of Object.entries(columns)) {
    const type = kind.startsWith('text') ? 'text' : kind.startsWith('big') ? 'bigint' : 'integer';
    table = table.addColumn(column, type, (c) => (kind.endsWith('?') ? c : c.notNull()));
  }
  await table.addPrimaryKeyConstraint(`${name}_pk`, primaryKey as never[]).execute();
}
