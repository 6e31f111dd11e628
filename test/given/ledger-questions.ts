import { sql } from 'kysely';
import { type Db, isPostgres } from '../../server/base/db/index.js';
import { type Account, type CutPoint, readAccount, verifyLedger } from '../../server/ledger/index.js';
import { instant } from './ledger-days.js';
import type { StoredLedger } from './stored-ledger.js';

export const HOUR = 3600;

export const appendOnly = [
  'packages',
  'package_changes',
  'waivers',
  'postings',
  'lines',
  'line_texts',
  'issues',
  'issue_lines',
  'reopenings',
  'actions',
] as const;

export const endOf = (day: number): CutPoint => ({ until: instant(day + 1) });

export async function accountOf(portal: StoredLedger, clientId: number): Promise<Account> {
  return readAccount(portal.db, await portal.client(clientId), portal.ground.clock.now());
}

export async function faultsOf(portal: StoredLedger, clientId: number): Promise<string[]> {
  return (await verifyLedger(portal.db, await portal.client(clientId))).faults;
}

/** What stands for an entry: kind, package, seconds. */
export async function linesOf(
  portal: StoredLedger,
  clientId: number,
  entryId: number,
): Promise<[string, number | null, number][]> {
  return (await portal.standing(clientId))
    .filter((line) => line.entryId === entryId && line.seconds !== 0)
    .map(({ kind, packageId, seconds }) => [kind, packageId, seconds]);
}

/** A client with a package of two hours, three entries in it and one report over the first two. */
export async function clientWithReport(portal: StoredLedger): Promise<number> {
  const clientId = await portal.addClient();
  await portal.sell(clientId, { hours: 2 });
  for (const [index, day] of [3, 4, 9].entries()) {
    const entry = { entryId: index + 1, seconds: 1800, workedAt: instant(day, 600) };
    await portal.work({ ...entry, comment: `работа ${index}` });
    await portal.post(clientId);
  }
  await portal.issue(clientId, endOf(5));
  return clientId;
}

/** What somebody with the database's password could do. */
export async function withoutTriggers(db: Db, tamper: () => Promise<unknown>): Promise<void> {
  const tables = [...appendOnly, 'erasures'];
  if (isPostgres(db)) {
    for (const table of tables) await sql`alter table ${sql.table(table)} disable trigger all`.execute(db);
    await tamper();
    for (const table of tables) await sql`alter table ${sql.table(table)} enable trigger all`.execute(db);
    return;
  }
  const found = await sql<{
    name: string;
    sql: string;
  }>`select name, sql from sqlite_master where type = 'trigger'`.execute(db);
  for (const { name } of found.rows) await sql`drop trigger ${sql.id(name)}`.execute(db);
  await tamper();
  for (const { sql: text } of found.rows) await sql.raw(text).execute(db);
}
