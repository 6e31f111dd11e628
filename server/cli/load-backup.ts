import { createReadStream, existsSync } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type Db, type DumpRecord, isEmptyDatabase, loadRows } from '../base/db/index.js';
import { AppError } from '../base/errors.js';
import { markRestored } from '../portal/outbox/index.js';

const ROWS_AT_ONCE = 1_000;

/**
 * Loads a backup into an empty database, whole or not at all, and counts its rows. What may have been posted since is
 * marked uncertain. Throws DATABASE_NOT_EMPTY, BACKUP_MISSING, BACKUP_UNKNOWN or BACKUP_TORN.
 */
export async function loadBackup(db: Db, from: string): Promise<number> {
  if (!(await isEmptyDatabase(db))) {
    throw new AppError(
      'DATABASE_NOT_EMPTY',
      'The database already holds a portal: restore into an empty one.',
    );
  }
  return db.transaction().execute(async (tx) => {
    let rows = 0;
    let isWhole = false;
    let waiting: DumpRecord[] = [];
    for await (const record of recordsOf(from)) {
      isWhole = record.end === true && record.rows === rows;
      if (record.table === undefined || record.row === undefined) continue;
      rows += 1;
      waiting.push({ table: record.table, row: record.row });
      if (waiting.length >= ROWS_AT_ONCE) await loadRows(tx, waiting.splice(0));
    }
    await loadRows(tx, waiting);
    waiting = [];
    if (!isWhole) throw torn();
    await markRestored(tx);
    return rows;
  });
}

type BackupRecord = Partial<DumpRecord> & { backup?: string; version?: number; end?: boolean; rows?: number };

/** The records of a backup file. Throws BACKUP_MISSING, BACKUP_UNKNOWN or BACKUP_TORN. */
async function* recordsOf(from: string): AsyncGenerator<BackupRecord> {
  if (!existsSync(from)) throw new AppError('BACKUP_MISSING', `There is no backup at ${from}.`);
  let isFirst = true;
  for await (const line of linesOf(from)) {
    const record = parse(line);
    const isOurs = record.backup === 'support-hours' && record.version === 1;
    if (isFirst && !isOurs)
      throw new AppError('BACKUP_UNKNOWN', `${from} is not a backup of this version of the app.`);
    isFirst = false;
    yield record;
  }
}

/** Lines end with a line feed alone: people's texts hold other signs that `readline` takes for the end of a line. */
async function* linesOf(from: string): AsyncGenerator<string> {
  // Whatever breaks on the way also breaks the iteration below, where it is told.
  const unpacked = pipeline(createReadStream(from), createGunzip(), () => undefined).setEncoding('utf8');
  let rest = '';
  try {
    for await (const chunk of unpacked) {
      const lines = `${rest}${String(chunk)}`.split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (error) {
    if (String((error as NodeJS.ErrnoException).code).startsWith('Z_')) throw torn();
    throw error;
  }
  if (rest !== '') yield rest;
}

function parse(line: string): BackupRecord {
  try {
    return JSON.parse(line) as BackupRecord;
  } catch {
    throw torn();
  }
}

function torn(): AppError {
  return new AppError('BACKUP_TORN', 'The backup is not whole: nothing was restored.');
}
