import { afterAll, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { connect, type Db } from '../../server/base/db/index.js';
import { freshDatabaseUrl } from '../harness/databases.js';

const opened: Db[] = [];
afterAll(() => Promise.all(opened.map((db) => db.destroy())));

async function twoConnections(): Promise<[Db, Db]> {
  const url = await freshDatabaseUrl('sqlite');
  const pair: [Db, Db] = [connect(url), connect(url)];
  opened.push(...pair);
  await sql`create table things (name text not null)`.execute(pair[0]);
  await sql`insert into things (name) values (${'один'}), (${'два'})`.execute(pair[0]);
  return pair;
}

const all = async (db: Db) =>
  (await sql<{ name: string }>`select * from things order by rowid`.execute(db)).rows;

it('a query asked again answers with what is stored now, with its own values', async () => {
  const [db, other] = await twoConnections();
  const named = async (name: string) =>
    (await sql<{ n: number }>`select count(*) as n from things where name = ${name}`.execute(db)).rows;
  expect(await named('один')).toEqual([{ n: 1 }]);
  await sql`insert into things (name) values (${'один'})`.execute(other);
  expect([await named('один'), await named('два'), await named('три')]).toEqual([
    [{ n: 2 }],
    [{ n: 1 }],
    [{ n: 0 }],
  ]);
});

it.each([
  ['its own', 0],
  ['another', 1],
] as const)(
  'a query asked before and after %s connection changes the schema sees the change',
  async (_whose, by) => {
    const pair = await twoConnections();
    const [db] = pair;
    expect(await all(db)).toEqual([{ name: 'один' }, { name: 'два' }]);
    await sql`alter table things add column size integer not null default 7`.execute(pair[by]);
    expect(await all(db)).toEqual([
      { name: 'один', size: 7 },
      { name: 'два', size: 7 },
    ]);
  },
);

it('a query whose reading was broken off answers whole the next time', async () => {
  const [db] = await twoConnections();
  const names = () => db.withTables<{ things: { name: string } }>().selectFrom('things').select('name');
  const seen: string[] = [];
  const outer = names().stream();
  const first = await outer.next();
  seen.push(first.value?.name ?? '');
  await outer.return?.(undefined);
  expect(await names().execute()).toEqual([{ name: 'один' }, { name: 'два' }]);
  for await (const row of names().stream()) seen.push(row.name);
  expect(seen).toEqual(['один', 'один', 'два']);
});
