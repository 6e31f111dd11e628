import { existsSync } from 'node:fs';
import { readDatabaseUrl } from '../../config/index.js';
import { type Db, connect, migrate } from '../base/db/index.js';
import { AppError } from '../base/errors.js';

/**
 * Runs one command on the configured database; an error of ours is one clear line and exit code 1.
 * Only a command that fills a database may make one: a mistyped address must not look like an empty ledger.
 */
export function runCommand(
  work: (db: Db) => Promise<void>,
  options: { mayMakeDatabase?: boolean } = {},
): void {
  // `… | head` closes the pipe early: that is no fault of the command.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  run(work, options.mayMakeDatabase ?? false).catch((error: unknown) => {
    const text =
      error instanceof AppError
        ? `${error.code}: ${error.message}`
        : String(error instanceof Error ? error.stack : error);
    process.stderr.write(`${text}\n`);
    process.exitCode = 1;
  });
}

async function run(work: (db: Db) => Promise<void>, mayMakeDatabase: boolean): Promise<void> {
  const url = readDatabaseUrl();
  if (!mayMakeDatabase) requireDatabase(url);
  const db = connect(url);
  try {
    await migrate(db);
    await work(db);
  } finally {
    await db.destroy();
  }
}

function requireDatabase(url: string): void {
  if (/^postgres(ql)?:\/\//.test(url) || existsSync(url)) return;
  throw new AppError('DATABASE_MISSING', `There is no database at ${url}. Set DATABASE_URL.`);
}
