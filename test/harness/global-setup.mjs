import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import path from 'node:path';
import { startDatabaseBroker } from './database-broker.mjs';

/** Once per test run: a folder for everything temporary, and the broker of PostgreSQL databases. */
export default async function globalSetup() {
  const folder = mkdtempSync(
    path.join(process.env['TMPDIR'] ?? roomInMemory() ?? tmpdir(), 'support-hours-tests-'),
  );
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  // PostgreSQL may run as another user.
  chmodSync(folder, 0o1777);
  // Workers and what they start inherit it: databases, files and browsers' profiles wait for no disk.
  process.env['TMPDIR'] = folder;
  const broker = await startDatabaseBroker();
  process.env['TEST_RUN_FOLDER'] = folder;
  process.env['TEST_DATABASE_BROKER'] = broker.url;
  process.once('exit', removeFolder);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => process.exit(128 + constants.signals[signal]));
  }
  globalThis.stopTestRun = broker.stop;
}

const enoughBytes = 4 * 1024 ** 3;

/** Linux's folder in memory, where it has room for a whole run; otherwise null. */
function roomInMemory() {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize >= enoughBytes ? '/dev/shm' : null;
  } catch {
    return null;
  }
}
