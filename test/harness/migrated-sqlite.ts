import { copyFileSync, existsSync, mkdtempSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { connect, migrate } from '../../server/base/db/index.js';

/**
 * Makes `file` a SQLite database with the whole schema: in a test run a copy of one that the run migrates once,
 * elsewhere (a bench has no run) migrated on the spot.
 */
export async function migratedSqlite(file: string): Promise<string> {
  const run = process.env['TEST_RUN_FOLDER'];
  if (run === undefined) return migrated(file);
  const model = join(run, 'migrated.sqlite');
  // Two files may make it at the same time: each renames a whole one into its place.
  if (!existsSync(model)) renameSync(await migrated(join(mkdtempSync(join(run, 'model-')), 'new')), model);
  copyFileSync(model, file);
  return file;
}

/** Migrates the database at this address and leaves nobody connected to it. */
export async function migrated(url: string): Promise<string> {
  const db = connect(url);
  await migrate(db);
  await db.destroy();
  return url;
}
