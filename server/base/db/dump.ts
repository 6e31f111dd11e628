import { sql } from 'kysely';
import type { Db, Tx } from './connect.js';
import { isPostgres } from './dialect.js';
import { type TableName, tableKeys, tableNames } from './tables/names.js';

const PAGE_ROWS = 5_000;

export type DumpRecord = { table: TableName; row: Record<string, string | number | null> };

/** Every row of every table, as one moment saw them, as plain data that either database can load. */
export async function dumpDatabase(db: Db, write: (record: DumpRecord) => Promise<void>): Promise<number> {
  const transaction = isPostgres(db)
    ? db.transaction().setIsolationLevel('repeatable read')
    : db.transaction();
  return transaction.execute(async (tx) => {
    let rows = 0;
    for (const table of tableNames) rows += await dumpTable(tx, table, write);
    return rows;
  });
}

async function dumpTable(
  tx: Tx,
  table: TableName,
  write: (record: DumpRecord) => Promise<void>,
): Promise<number> {
  const order = sql.join(tableKeys[table].map((column) => sql.ref(column)));
  for (let from = 0; ; from += PAGE_ROWS) {
    const page = await sql<DumpRecord['row']>`
      select * from ${sql.table(table)} order by ${order} limit ${PAGE_ROWS} offset ${from}`.execute(tx);
    for (const row of page.rows) await write({ table, row });
    if (page.rows.length < PAGE_ROWS) return from + page.rows.length;
  }
}

/** Loads dumped rows into a database whose tables are all empty, in one transaction. Throws DATABASE_NOT_EMPTY. */
export async function loadRows(tx: Tx, records: readonly DumpRecord[]): Promise<void> {
  for (const { table, row } of records) {
    const columns = Object.keys(row);
    await sql`
      insert into ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))})
      values (${sql.join(columns.map((column) => row[column] ?? null))})`.execute(tx);
  }
}

export async function isEmptyDatabase(db: Db): Promise<boolean> {
  const row = await db.selectFrom('portals').select('portal_id').limit(1).executeTakeFirst();
  return row === undefined;
}
