import { describe, it, expect } from '@jest/globals';
import { sql } from 'kysely';
import { connect } from '../../server/base/db/index.js';
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
});

describe('freshDatabaseUrl', () => {
  it('gives what DATABASE_URL takes', async () => {
    expect(await freshDatabaseUrl('sqlite')).toMatch(/\.sqlite$/);
    expect(await freshDatabaseUrl('postgres')).toMatch(/^postgres:\/\/.*\/support_hours_test_/);
  });
});
