import { createWriteStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { PassThrough } from 'node:stream';
import { parseArgs } from 'node:util';
import { createGzip } from 'node:zlib';
import { type Db, dumpDatabase } from '../base/db/index.js';
import { runCommand } from './run-command.js';

const { values } = parseArgs({
  options: { to: { type: 'string', default: 'support-hours-backup.ndjson.gz' } },
});

/** One gzipped JSON record a line, the same for both databases. Tokens stay sealed; the key is never part of it. */
runCommand(async (db) => {
  const rows = await backup(db, values.to);
  process.stdout.write(
    `${rows} rows saved to ${values.to}. Keep the token key apart: it is not in the backup.\n`,
  );
});

async function backup(db: Db, to: string): Promise<number> {
  const lines = new PassThrough();
  const partial = `${to}.partial`;
  const written = pipeline(lines, createGzip(), createWriteStream(partial, { mode: 0o600 }));
  lines.write(
    `${JSON.stringify({ backup: 'support-hours', version: 1, madeAt: new Date().toISOString() })}\n`,
  );
  const rows = await dumpDatabase(db, async (record) => {
    if (!lines.write(`${JSON.stringify(record)}\n`))
      await new Promise((resolve) => lines.once('drain', resolve));
  });
  lines.end(`${JSON.stringify({ end: true, rows })}\n`);
  await written;
  await rename(partial, to);
  return rows;
}
