import { DateTime } from 'luxon';
import type { DbOrTx } from '../../base/db/index.js';
import type { TableName } from '../../base/db/tables/names.js';
import { type PlainRow, pagesOf } from './archive-view.js';

/** What rows name by number, in words: small tables that are read once. */
export interface Books {
  zone: string;
  people: ReadonlyMap<number, string>;
  clients: ReadonlyMap<number, string>;
  groups: ReadonlyMap<number, string>;
  tasks: ReadonlyMap<number, string>;
  /** Client of each group now. */
  owners: ReadonlyMap<number, number>;
}

export async function readBooks(db: DbOrTx, portalId: string): Promise<Books> {
  const portal = await firstOf(db, 'portals', portalId);
  const read = (table: TableName, id: string, value: string) => readBook(db, { table, portalId, id, value });
  return {
    zone: String(portal?.['time_zone'] ?? 'UTC'),
    people: await read('users', 'user_id', 'name'),
    clients: await read('clients', 'client_id', 'name'),
    groups: await read('workgroups', 'group_id', 'name'),
    tasks: await read('tasks', 'task_id', 'title'),
    owners: new Map(
      [...(await read('client_groups', 'group_id', 'client_id'))].map(([group, client]) => [
        group,
        Number(client),
      ]),
    ),
  };
}

async function firstOf(db: DbOrTx, table: TableName, portalId: string): Promise<PlainRow | undefined> {
  for await (const rows of pagesOf(db, table, portalId)) return rows[0];
  return undefined;
}

async function readBook(
  db: DbOrTx,
  { table, portalId, id, value }: { table: TableName; portalId: string; id: string; value: string },
): Promise<Map<number, string>> {
  const book = new Map<number, string>();
  for await (const rows of pagesOf(db, table, portalId)) {
    for (const row of rows) book.set(Number(row[id]), String(row[value] ?? ''));
  }
  return book;
}

/** An instant as the portal's own clock shows it: `2026-03-02 10:15:00`. */
export function momentIn(books: Books, at: string | number | null | undefined): string {
  if (at === null || at === undefined) return '';
  return DateTime.fromMillis(Number(at), { zone: books.zone }).toFormat('yyyy-MM-dd HH:mm:ss');
}
