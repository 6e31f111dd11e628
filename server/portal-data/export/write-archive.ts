import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import yazl from 'yazl';
import type { Db, DbOrTx } from '../../base/db/index.js';
import type { TableName } from '../../base/db/tables/names.js';
import { atOneMoment, countRows, pagesOf } from './archive-view.js';
import { readBooks } from './books.js';
import { csvKinds } from './csv-kinds.js';
import { csvPages } from './csv-pages.js';
import { readmeText } from './readme-text.js';
import { tablesInArchive } from './tables-in-archive.js';

export interface ArchiveOrder {
  portalId: string;
  /** Address of the portal, for the reader. */
  portal: string;
  madeAt: string;
  /** Path of the file to write. */
  to: string;
}

export interface ArchiveStep {
  stage: 'export-data' | 'export-csv';
  done: number;
  total: number;
}

export interface ArchiveMade {
  rows: number;
  files: number;
}

/** Writes everything of a portal as one moment saw it into a ZIP: rows flow through, nothing is held whole. */
export async function writeArchive(
  db: Db,
  order: ArchiveOrder,
  tell: (step: ArchiveStep) => void,
): Promise<ArchiveMade> {
  return atOneMoment(db, async (moment) => {
    const zip = new yazl.ZipFile();
    const written = pipeline(zip.outputStream, createWriteStream(order.to, { mode: 0o600 }));
    const filled = fill(moment, zip, order, tell);
    // A stream that breaks inside the archive is told by the one who reads it.
    const [made] = await Promise.all([filled, written]);
    return made;
  });
}

async function fill(
  db: DbOrTx,
  zip: yazl.ZipFile,
  order: ArchiveOrder,
  tell: (step: ArchiveStep) => void,
): Promise<ArchiveMade> {
  const { portalId } = order;
  const tables = (Object.keys(tablesInArchive) as TableName[]).filter((name) => tablesInArchive[name]);
  const books = await readBooks(db, portalId);
  const total = await countAll(db, portalId, [...tables, ...csvKinds.map((kind) => kind.table)]);
  const files: { file: string; rows: number }[] = [];
  let done = 0;
  const add = async (file: string, stage: ArchiveStep['stage'], pieces: AsyncIterable<Piece>) => {
    let rows = 0;
    async function* counted(): AsyncGenerator<Buffer> {
      for await (const piece of pieces) {
        rows += piece.rows;
        done += piece.rows;
        tell({ stage, done, total });
        yield Buffer.from(piece.text, 'utf8');
      }
    }
    await addFile(zip, file, Readable.from(counted()));
    files.push({ file, rows });
  };
  for (const table of tables)
    await add(`data/${table}.ndjson`, 'export-data', ndjsonPages(db, table, portalId));
  for (const kind of csvKinds)
    await add(`csv/${kind.file}`, 'export-csv', csvPages(db, portalId, kind, books));
  const facts = { portal: order.portal, zone: books.zone, madeAt: order.madeAt, files };
  const manifest = { archive: 'support-hours', version: 1, ...facts };
  zip.addBuffer(Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`), 'manifest.json');
  zip.addBuffer(Buffer.from(readmeText('ru', facts)), 'README.ru.md');
  zip.addBuffer(Buffer.from(readmeText('en', facts)), 'README.en.md');
  zip.end();
  return { rows: done, files: files.length };
}

interface Piece {
  text: string;
  rows: number;
}

/** One at a time: all of them read the same connection. Rejects when its rows cannot be read. */
function addFile(zip: yazl.ZipFile, file: string, content: Readable): Promise<void> {
  return new Promise((resolve, reject) => {
    content.once('end', resolve).once('error', reject);
    zip.addReadStream(content, file);
  });
}

async function* ndjsonPages(db: DbOrTx, table: TableName, portalId: string): AsyncGenerator<Piece> {
  for await (const rows of pagesOf(db, table, portalId)) {
    yield { text: rows.map((row) => `${JSON.stringify(row)}\n`).join(''), rows: rows.length };
  }
}

async function countAll(db: DbOrTx, portalId: string, tables: readonly TableName[]): Promise<number> {
  let total = 0;
  for (const table of tables) total += await countRows(db, table, portalId);
  return total;
}
