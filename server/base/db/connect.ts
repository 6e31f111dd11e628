import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely, Migrator, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import { migrations } from '../../../migrations/index.js';
import { databaseConnectionLost } from '../telemetry.js';
import { sqliteDialect } from './sqlite-dialect.js';
import type { Tables } from './tables/index.js';

export type Db = Kysely<Tables>;
/** A transaction; actions and stores receive it, never open their own. */
export type Tx = Transaction<Tables>;
/** For reads that may run inside or outside a transaction. */
export type DbOrTx = Db | Tx;

/**
 * Opens the database named by `url`: `postgres://…`, or a path of a SQLite file (made when missing).
 * 64-bit integers are read as numbers; one past 2^53 throws instead of rounding.
 */
export function connect(url: string): Db {
  if (/^postgres(ql)?:\/\//.test(url)) return new Kysely<Tables>({ dialect: postgresDialect(url) });
  mkdirSync(dirname(url), { recursive: true });
  return new Kysely<Tables>({ dialect: sqliteDialect(url) });
}

function postgresDialect(url: string): PostgresDialect {
  const types = {
    getTypeParser: (oid: number, format?: 'text' | 'binary'): unknown =>
      oid === pg.types.builtins.INT8 ? parseSafeInteger : pg.types.getTypeParser(oid, format as 'text'),
  };
  const pool = new pg.Pool({ connectionString: url, max: 8, types: types as never });
  // A restarted server ends idle connections; the pool replaces them, but unheard the event would end the process.
  pool.on('error', databaseConnectionLost);
  return new PostgresDialect({ pool });
}

function parseSafeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('A 64-bit integer of the database is past 2^53');
  return value;
}

/** Brings the schema up to date. Safe when several processes start at once. Throws on the first failure. */
export async function migrate(db: Db): Promise<string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const { error, results } = await migrateWithRetry(migrator);
  if (error) throw error instanceof Error ? error : new Error(JSON.stringify(error));
  return (results ?? []).map((result) => result.migrationName);
}

/** Two processes may both find the bookkeeping tables missing; the loser simply looks again. */
async function migrateWithRetry(migrator: Migrator): ReturnType<Migrator['migrateToLatest']> {
  for (let tries = 0; ; tries += 1) {
    const outcome = await migrator.migrateToLatest();
    const text = String(outcome.error ?? '');
    const raced = /already exists|database is locked|duplicate key|SQLITE_BUSY/.test(text);
    if (!raced || tries >= 20) return outcome;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
