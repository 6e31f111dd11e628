import { sql } from 'kysely';
import type { Db } from '../../../server/base/db/index.js';

async function tablesWithPortals(
  db: Db,
): Promise<{ name: string; columns: readonly { name: string; dataType: string; isNullable: boolean }[] }[]> {
  const tables = await db.introspection.getTables();
  return tables.filter((table) => table.columns.some((column) => column.name === 'portal_id'));
}

export async function rowsPerTable(db: Db, portalId: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { name } of await tablesWithPortals(db)) {
    const { rows } = await sql<{
      n: number;
    }>`select count(*) as n from ${sql.table(name)} where portal_id = ${portalId}`.execute(db);
    counts[name] = Number(rows[0]?.n);
  }
  return counts;
}

/** Something in every table, whatever its columns are, so that the erasure has to find them all. */
export async function oneRowInEveryTable(db: Db, portalId: string): Promise<void> {
  for (const { name, columns } of await tablesWithPortals(db)) {
    if (name === 'erasure_permits' || (await rowsPerTable(db, portalId))[name] !== 0) continue;
    const used = columns.filter((column) => column.name === 'portal_id' || !column.isNullable);
    const values = used.map((column) => {
      if (column.name === 'portal_id') return portalId;
      return /int/i.test(column.dataType) ? 1 : 'x';
    });
    const names = sql.join(used.map((column) => sql.ref(column.name)));
    await sql`insert into ${sql.table(name)} (${names}) values (${sql.join(values)})`.execute(db);
  }
}

export async function dump(db: Db): Promise<unknown[]> {
  const all: unknown[] = [];
  for (const { name } of await tablesWithPortals(db)) {
    all.push((await sql`select * from ${sql.table(name)}`.execute(db)).rows);
  }
  return all;
}
