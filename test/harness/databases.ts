import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe } from '@jest/globals';
import { connect, type Db } from '../../server/base/db/index.js';
import { migrated, migratedSqlite } from './migrated-sqlite.js';

export type Dialect = 'sqlite' | 'postgres';
export const dialects: readonly Dialect[] = ['sqlite', 'postgres'];

export interface GivenDatabase {
  readonly dialect: Dialect;
  /** The address of a new, empty database, as `DATABASE_URL` takes it. */
  freshUrl(): Promise<string>;
  /** As `freshUrl`, with the whole schema. */
  migratedUrl(): Promise<string>;
  /** A new database with the whole schema; closed after the battery. */
  freshDatabase(): Promise<Db>;
}

const lentNames: string[] = [];
// Only marks them as free: the test file may still be closing its connections in hooks of its own.
afterAll(() => Promise.all(lentNames.splice(0).map(giveBack)));

/** Runs the same tests on real SQLite and on real PostgreSQL. */
export function eachDatabase(battery: (given: GivenDatabase) => void): void {
  for (const dialect of dialects) describe(`on ${dialect}`, () => runBattery(dialect, battery));
}

/** As `eachDatabase`, under one name. */
export function describeEachDatabase(name: string, battery: (given: GivenDatabase) => void): void {
  describe(name, () => eachDatabase(battery));
}

function runBattery(dialect: Dialect, battery: (given: GivenDatabase) => void): void {
  const opened: Db[] = [];
  battery({
    dialect,
    freshUrl: () => freshDatabaseUrl(dialect),
    migratedUrl: () => migratedDatabaseUrl(dialect),
    freshDatabase: async () => {
      const db = connect(await migratedDatabaseUrl(dialect));
      opened.push(db);
      return db;
    },
  });
  afterAll(() => Promise.all(opened.map((db) => db.destroy())));
}

/**
 * Makes a new, empty database and gives its address, as `DATABASE_URL` takes it:
 * a path in the run's temporary folder, or a `postgres://` address. Removed after the test run at the latest.
 */
export async function freshDatabaseUrl(dialect: Dialect): Promise<string> {
  if (dialect === 'sqlite')
    return join(mkdtempSync(join(fromRun('TEST_RUN_FOLDER'), 'sqlite-')), 'test.sqlite');
  const lent = await askBroker('POST', '');
  if (!lent) throw new Error('No database');
  return lend(lent);
}

/** As `freshDatabaseUrl`, with the whole schema: a copy of one database that the run migrates. */
export async function migratedDatabaseUrl(dialect: Dialect): Promise<string> {
  return dialect === 'sqlite' ? migratedSqlite(await freshDatabaseUrl('sqlite')) : copyOfPostgresModel();
}

async function copyOfPostgresModel(): Promise<string> {
  const copy = await askBroker('POST', 'copy');
  if (copy) return lend(copy);
  const model = await askBroker('POST', '');
  if (!model) throw new Error('No database');
  await migrated(model.url);
  await askBroker('PUT', model.name);
  return copyOfPostgresModel();
}

interface Lent {
  name: string;
  url: string;
}

function lend({ name, url }: Lent): string {
  lentNames.push(name);
  return url;
}

/** Null: there is no model to copy. */
async function askBroker(method: 'POST' | 'PUT' | 'DELETE', what: string): Promise<Lent | null> {
  const response = await fetch(`${fromRun('TEST_DATABASE_BROKER')}/${what}`, { method });
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as Lent;
}

async function giveBack(name: string): Promise<void> {
  await askBroker('DELETE', name);
}

function fromRun(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the tests through jest, whose global setup sets it`);
  return value;
}
