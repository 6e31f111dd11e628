import { type Insertable, type Selectable, sql } from 'kysely';
import type { DbOrTx, Tx } from '../base/db/index.js';
import type {
  IssuesTable,
  LineTextsTable,
  PackagesTable,
  PostingsTable,
  ReopeningsTable,
} from '../base/db/tables/ledger.js';
import type { LineRow } from './seal.js';

// Append and read; no update or delete exists here, and triggers refuse both.

/** SQLite takes at most 32 766 values in one statement. */
const ROWS_A_STATEMENT = 500;

export async function insertPosting(tx: Tx, posting: Insertable<PostingsTable>): Promise<void> {
  await tx.insertInto('postings').values(posting).execute();
}

export async function insertLines(
  tx: Tx,
  lines: readonly LineRow[],
  texts: readonly Insertable<LineTextsTable>[],
): Promise<void> {
  for (const rows of chunks(lines)) await tx.insertInto('lines').values(rows).execute();
  for (const rows of chunks(texts)) await tx.insertInto('line_texts').values(rows).execute();
}

export async function insertPackage(tx: Tx, row: Insertable<PackagesTable>): Promise<void> {
  await tx.insertInto('packages').values(row).execute();
}

export async function readPackage(
  db: DbOrTx,
  portalId: string,
  clientId: number,
  packageId: number,
): Promise<Selectable<PackagesTable> | undefined> {
  return db
    .selectFrom('packages')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .where('package_id', '=', packageId)
    .executeTakeFirst();
}

/** The package an action sold; null when it was not this action. */
export async function readPackageOfAction(
  db: DbOrTx,
  portalId: string,
  clientId: number,
  actionId: string,
): Promise<number | null> {
  const row = await db
    .selectFrom('packages')
    .select('package_id')
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .where('purchase_action_id', '=', actionId)
    .where('cause', 'is', null)
    .executeTakeFirst();
  return row?.package_id ?? null;
}

/** The posting an action made; null when it made none. */
export async function readPostingOfAction(
  db: DbOrTx,
  portalId: string,
  clientId: number,
  actionId: string,
): Promise<number | null> {
  const row = await db
    .selectFrom('postings')
    .select('posting')
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .where('action_id', '=', actionId)
    .executeTakeFirst();
  return row?.posting ?? null;
}

export async function insertIssue(
  tx: Tx,
  issue: Insertable<IssuesTable>,
  lines: readonly { posting: number; line: number }[],
): Promise<void> {
  await tx.insertInto('issues').values(issue).execute();
  const { portal_id, client_id, number } = issue;
  for (const rows of chunks(lines)) {
    await tx
      .insertInto('issue_lines')
      .values(rows.map(({ posting, line }) => ({ portal_id, client_id, number, posting, line })))
      .execute();
  }
}

export async function insertReopening(tx: Tx, row: Insertable<ReopeningsTable>): Promise<void> {
  await tx.insertInto('reopenings').values(row).execute();
}

export async function nextPackageId(db: DbOrTx, portalId: string, clientId: number): Promise<number> {
  const row = await db
    .selectFrom('packages')
    .select(sql<number>`cast(coalesce(max(package_id), 0) as bigint)`.as('last'))
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .executeTakeFirstOrThrow();
  return row.last + 1;
}

/** Hash of the newest line: what the next one chains to. Null before the first. */
export async function lastHash(db: DbOrTx, portalId: string, clientId: number): Promise<string | null> {
  const row = await db
    .selectFrom('lines')
    .select('hash')
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .orderBy('posting', 'desc')
    .orderBy('line', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.hash ?? null;
}

function chunks<T>(rows: readonly T[]): T[][] {
  const parts: T[][] = [];
  for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT)
    parts.push(rows.slice(at, at + ROWS_A_STATEMENT));
  return parts;
}
