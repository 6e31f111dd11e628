import { sql } from 'kysely';
import type { DbOrTx } from '../base/db/index.js';
import type { TableName } from '../base/db/tables/names.js';

/** What people recognise as theirs, in the order it is told before it is deleted. */
export const countedKinds = {
  clients: 'clients',
  packages: 'packages',
  lines: 'lines',
  reports: 'issues',
  timeEntries: 'time_entries',
  tasks: 'tasks',
  people: 'users',
  actions: 'actions',
} as const satisfies Record<string, TableName>;

export type Counts = Record<keyof typeof countedKinds, number>;

export async function countPortal(db: DbOrTx, portalId: string): Promise<Counts> {
  const counts: Partial<Counts> = {};
  for (const [kind, table] of Object.entries(countedKinds)) {
    const { rows } = await sql<{ n: number | string }>`
      select count(*) as n from ${sql.table(table)} where portal_id = ${portalId}`.execute(db);
    counts[kind as keyof Counts] = Number(rows[0]?.n ?? 0);
  }
  return counts as Counts;
}

export interface ClientTextCounts {
  /** Ledger lines that hold names and a comment. */
  lines: number;
  /** Comments of time entries. */
  comments: number;
  /** Issued reports whose text names people. */
  reports: number;
  /** Posts and files that lie here as copies of what the portal has. */
  posts: number;
}
