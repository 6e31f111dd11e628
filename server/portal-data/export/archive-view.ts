import { sql } from 'kysely';
import { type Db, type DbOrTx, isPostgres } from '../../base/db/index.js';
import { type TableName, tableKeys } from '../../base/db/tables/names.js';

export type PlainRow = Record<string, string | number | null>;

const PAGE_ROWS = 2_000;
/** Sealed columns stay sealed only while nobody has the key: they do not leave at all. */
const SEALED = /_sealed$/;

/** Runs the reading on one connection that sees one moment of the database and holds up no writer. */
export async function atOneMoment<T>(db: Db, read: (moment: DbOrTx) => Promise<T>): Promise<T> {
  return db.connection().execute(async (connection) => {
    const begin = isPostgres(db)
      ? sql`begin transaction isolation level repeatable read read only`
      : sql`begin`;
    await begin.execute(connection);
    try {
      return await read(connection);
    } finally {
      await sql`rollback`.execute(connection);
    }
  });
}

export async function countRows(db: DbOrTx, table: TableName, portalId: string): Promise<number> {
  const { rows } = await sql<{ n: number | string }>`
    select count(*) as n from ${sql.table(table)} where portal_id = ${portalId}`.execute(db);
  return Number(rows[0]?.n ?? 0);
}

/** Rows of a portal in the order of their key, page by page. */
export async function* pagesOf(db: DbOrTx, table: TableName, portalId: string): AsyncGenerator<PlainRow[]> {
  const key = tableKeys[table].slice(1);
  const columns = sql.join(key.map((column) => sql.ref(column)));
  const order = key.length === 0 ? sql`` : sql`order by ${columns}`;
  let after = sql``;
  for (;;) {
    const { rows } = await sql<PlainRow>`
      select * from ${sql.table(table)} where portal_id = ${portalId} ${after} ${order} limit ${PAGE_ROWS}`.execute(
      db,
    );
    if (rows.length > 0) yield rows.map(withoutSealed);
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE_ROWS || key.length === 0) return;
    after = sql`and (${columns}) > (${sql.join(key.map((column) => last[column] ?? null))})`;
  }
}

function withoutSealed(row: PlainRow): PlainRow {
  return Object.fromEntries(Object.entries(row).filter(([column]) => !SEALED.test(column)));
}

export interface LinePlace {
  client_id: number;
  posting: number;
  line: number;
}

/** Names and comments of a stretch of ledger lines, by `client.posting.line`. */
export async function textsOfLines(
  db: DbOrTx,
  portalId: string,
  { from, to }: { from: LinePlace; to: LinePlace },
): Promise<Map<string, { person: string; comment: string; taskTitle: string }>> {
  const { rows } = await sql<LinePlace & { texts: string }>`
    select client_id, posting, line, texts from line_texts
    where portal_id = ${portalId}
      and (client_id, posting, line) >= (${from.client_id}, ${from.posting}, ${from.line})
      and (client_id, posting, line) <= (${to.client_id}, ${to.posting}, ${to.line})`.execute(db);
  return new Map(
    rows.map((row) => [
      `${row.client_id}.${row.posting}.${row.line}`,
      JSON.parse(row.texts) as { person: string; comment: string; taskTitle: string },
    ]),
  );
}
