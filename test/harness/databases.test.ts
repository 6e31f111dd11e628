import { describe, it, expect } from '@jest/globals';
import { sql } from 'kysely';
import { connect, migrate } from '../../server/base/db/index.js';
import { describeEachDatabase, freshDatabaseUrl } from './databases.js';

describeEachDatabase('a fresh database', (given) => {
  it('is the database it says it is', async () => {
    const db = connect(await given.freshUrl());
    const versionOf = {
      sqlite: sql<{ v: string }>`select sqlite_version() as v`,
      postgres: sql<{ v: string }>`select version() as v`,
    };
    const { rows } = await versionOf[given.dialect].execute(db);
    await db.destroy();
    expect(rows[0]?.v).toMatch(given.dialect === 'sqlite' ? /^3\./ : /^PostgreSQL/);
  });

  it('is empty, and nobody else’s', async () => {
    const [first, second] = await Promise.all([given.freshUrl(), given.freshUrl()]);
    expect(first).not.toBe(second);
    for (const url of [first, second]) {
      const db = connect(url);
      await sql`create table a (b integer)`.execute(db);
      await db.destroy();
    }
  });

  it('has the schema when asked for', async () => {
    const db = await given.freshDatabase();
    const tables = await db.introspection.getTables();
    expect(tables.length).toBeGreaterThan(5);
  });

  it('with the schema has nothing left to migrate, and what is written in it is nobody else’s', async () => {
    for (const url of [await given.migratedUrl(), await given.migratedUrl()]) {
      const db = connect(url);
      expect(await migrate(db)).toEqual([]);
      await sql`create table a (b integer)`.execute(db);
      await db.destroy();
    }
  });

  it('with the schema has the same schema as one that was migrated from nothing', async () => {
    const tablesOf = async (url: string) => {
      const db = connect(url);
      await migrate(db);
      const tables = await db.introspection.getTables();
      await db.destroy();
      return tables;
    };
    expect(await tablesOf(await given.migratedUrl())).toEqual(await tablesOf(await given.freshUrl()));
  });
});

describe('freshDatabaseUrl', () => {
  it('gives what DATABASE_URL takes', async () => {
    expect(await freshDatabaseUrl('sqlite')).toMatch(/\.sqlite$/);
    expect(await freshDatabaseUrl('postgres')).toMatch(/^postgres:\/\/.*\/support_hours_test_/);
  });
});
