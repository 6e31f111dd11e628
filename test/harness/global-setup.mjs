import { mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import path from 'node:path';
import { startDatabaseBroker } from './database-broker.mjs';

/** Once per test run: a folder for SQLite files, and the broker of PostgreSQL databases. */
export default async function globalSetup() {
  const folder = mkdtempSync(path.join(tmpdir(), 'support-hours-tests-'));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  const broker = await startDatabaseBroker();
  process.env['TEST_RUN_FOLDER'] = folder;
  process.env['TEST_DATABASE_BROKER'] = broker.url;
  process.once('exit', removeFolder);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => process.exit(128 + constants.signals[signal]));
  }
  globalThis.stopTestRun = broker.stop;
}
