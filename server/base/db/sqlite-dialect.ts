import Database from 'better-sqlite3';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  type MigrationLockOptions,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
} from 'kysely';

const BUSY_TIMEOUT_MS = 15_000;

/**
 * SQLite as this app needs it: WAL, FULL (nothing acknowledged may be lost in a power cut),
 * write transactions that take their lock at once (BEGIN IMMEDIATE: no busy errors half-way),
 * and migrations that several processes may start together.
 */
export function sqliteDialect(file: string): SqliteDialect {
  const dialect = new SqliteDialect({ database: () => Promise.resolve(openSqlite(file)) });
  dialect.createDriver = () => immediateDriver(() => openSqlite(file));
  dialect.createAdapter = () => new TransactionalSqliteAdapter();
  return dialect;
}

/** Kysely would prepare every query anew, and the app asks the same few hundred again and again. */
const MOST_STATEMENTS = 1_000;
const SCHEMA_STAYS = /^\s*(select|insert|update|delete|with|begin|commit|rollback|savepoint|release)\b/i;

/** Statements are remembered until the schema changes. One whose rows are still being read is not lent twice. */
function rememberStatements(database: Database.Database): void {
  const prepare = database.prepare.bind(database);
  const known = new Map<string, Database.Statement>();
  const prepareOnce = (query: string): Database.Statement => {
    const before = known.get(query);
    if (before && !before.busy) return before;
    const statement = prepare(query);
    const schemaStays = SCHEMA_STAYS.test(query);
    if (known.size >= MOST_STATEMENTS || !schemaStays) known.clear();
    if (schemaStays) known.set(query, statement);
    return statement;
  };
  database.prepare = prepareOnce as typeof database.prepare;
}

/** Opens a connection with the pragmas that durability rests on. They belong to the connection, not the file. */
export function openSqlite(file: string): Database.Database {
  const database = new Database(file, { timeout: BUSY_TIMEOUT_MS });
  retryWhileLocked(() => database.pragma('journal_mode = WAL'));
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  rememberStatements(database);
  return database;
}

/** The switch to WAL ignores the busy time-out; six processes starting at once meet exactly there. */
function retryWhileLocked(step: () => void): void {
  for (let tries = 0; ; tries += 1) {
    try {
      return step();
    } catch (error) {
      if (tries >= 100 || !String(error).includes('database is locked')) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    }
  }
}

function immediateDriver(open: () => Database.Database): Driver {
  const driver = new SqliteDriver({ database: () => Promise.resolve(open()) });
  driver.beginTransaction = async (connection: DatabaseConnection): Promise<void> => {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  };
  return driver;
}

/** Kysely's own adapter takes no migration lock on SQLite and runs each migration outside a transaction. */
class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }

  override async acquireMigrationLock(db: Kysely<unknown>, options: MigrationLockOptions): Promise<void> {
    const locked = db as Kysely<Record<string, { id: string; is_locked: number }>>;
    await locked
      .updateTable(options.lockTable)
      .set({ is_locked: 1 })
      .where('id', '=', options.lockRowId)
      .execute();
  }
}
