import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { createGunzip } from 'node:zlib';
import { type Db, type DumpRecord, isEmptyDatabase, loadRows } from '../base/db/index.js';
import { AppError } from '../base/errors.js';
import { markRestored } from '../portal/outbox/index.js';
import { runCommand } from './run-command.js';

const { values } = parseArgs({ options: { from: { type: 'string', default: 'support-hours-backup.ndjson.gz' } } });
const ROWS_AT_ONCE = 1_000;

/** Loads a backup into an empty database. What may have been posted since is shown as uncertain, never sent blindly. */
runCommand(async (db) => {
  if (!(await isEmptyDatabase(db))) {
    throw new AppError('DATABASE_NOT_EMPTY', 'The database already holds a portal: restore into an empty one.');
  }
  const rows = await restore(db, values.from);
  process.stdout.write(`${rows} rows restored from ${values.from}. Unsent and recent posts wait for a manager's decision.\n`);
});

async function restore(db: Db, from: string): Promise<number> {
  return db.transaction().execute(async (tx) => {
    let rows = 0;
    let isWhole = false;
    let waiting: DumpRecord[] = [];
    for await (const line of createInterface({ input: createReadStream(from).pipe(createGunzip()) })) {
      const record = JSON.parse(line) as Partial<DumpRecord> & { end?: boolean; rows?: number };
      if (record.end) isWhole = record.rows === rows;
      if (record.table === undefined || record.row === undefined) continue;
      rows += 1;
      waiting.push({ table: record.table, row: record.row });
      if (waiting.length >= ROWS_AT_ONCE) await loadRows(tx, waiting.splice(0));
    }
    await loadRows(tx, waiting);
    waiting = [];
    if (!isWhole) throw new AppError('BACKUP_TORN', 'The backup is not whole: nothing was restored.');
    await markRestored(tx);
    return rows;
  });
}
