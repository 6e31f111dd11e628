import { type Kysely, sql } from 'kysely';
import { isPostgres } from '../server/base/db/dialect.js';

/**
 * Append-only tables: triggers refuse every update, and every delete unless an erasure of the same portal
 * was written in the same transaction (the erasing code removes that permit's mark before it commits).
 */
export async function refuseChanges(db: Kysely<unknown>, tables: readonly string[]): Promise<void> {
  await db.schema
    .createTable('erasure_permits')
    .addColumn('portal_id', 'text', (c) => c.notNull().primaryKey())
    .execute();
  if (isPostgres(db)) await createRefusal(db);
  await refuseChangesOf(db, tables);
}

/** The same for tables of later migrations. */
export async function refuseChangesOf(db: Kysely<unknown>, tables: readonly string[]): Promise<void> {
  if (isPostgres(db)) await refuseOnPostgres(db, tables);
  else await refuseOnSqlite(db, tables);
}

async function createRefusal(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function refuse_change() returns trigger language plpgsql as $$
    begin
      if tg_op = 'DELETE' and exists (select 1 from erasure_permits p where p.portal_id = old.portal_id) then
        return old;
      end if;
      raise exception 'APPEND_ONLY: % of % is refused', tg_op, tg_table_name;
    end $$`.execute(db);
}

async function refuseOnPostgres(db: Kysely<unknown>, tables: readonly string[]): Promise<void> {
  for (const table of tables) {
    await sql`
      create trigger ${sql.id(`${table}_append_only`)} before update or delete on ${sql.table(table)}
      for each row execute function refuse_change()`.execute(db);
  }
}

async function refuseOnSqlite(db: Kysely<unknown>, tables: readonly string[]): Promise<void> {
  for (const table of tables) {
    await sql`
      create trigger ${sql.id(`${table}_no_update`)} before update on ${sql.table(table)}
      begin select raise(abort, ${sql.lit(`APPEND_ONLY: update of ${table} is refused`)}); end`.execute(db);
    await sql`
      create trigger ${sql.id(`${table}_no_delete`)} before delete on ${sql.table(table)}
      when not exists (select 1 from erasure_permits p where p.portal_id = old.portal_id)
      begin select raise(abort, ${sql.lit(`APPEND_ONLY: delete from ${table} is refused`)}); end`.execute(db);
  }
}
