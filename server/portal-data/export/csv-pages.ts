import Papa from 'papaparse';
import type { DbOrTx } from '../../base/db/index.js';
import { type LinePlace, type PlainRow, pagesOf, textsOfLines } from './archive-view.js';
import type { Books } from './books.js';
import type { CsvKind } from './csv-columns.js';

/** RFC 4180; a text that a spreadsheet would take for a formula is marked as a text. */
const FORM = { header: false, newline: '\r\n', escapeFormulae: true } as const;

/** A CSV file in pieces, with a byte order mark, so that spreadsheets read Cyrillic. */
export async function* csvPages(
  db: DbOrTx,
  portalId: string,
  kind: CsvKind,
  books: Books,
): AsyncGenerator<{ text: string; rows: number }> {
  const head = Papa.unparse([kind.columns.map((column) => column.name)], FORM);
  yield { text: `\uFEFF${head}\r\n`, rows: 0 };
  for await (const page of pagesOf(db, kind.table, portalId)) {
    const rows = kind.table === 'lines' ? await withTexts(db, portalId, page) : page;
    const cells = rows.map((row) => kind.columns.map((column) => column.value(row, books) ?? ''));
    yield { text: `${Papa.unparse(cells, FORM)}\r\n`, rows: rows.length };
  }
}

async function withTexts(db: DbOrTx, portalId: string, lines: PlainRow[]): Promise<PlainRow[]> {
  const [first, last] = [lines[0], lines.at(-1)];
  if (!first || !last) return lines;
  const texts = await textsOfLines(db, portalId, { from: placeOf(first), to: placeOf(last) });
  return lines.map((line) => {
    const own = texts.get(`${line['client_id']}.${line['posting']}.${line['line']}`);
    if (!own) return line;
    return {
      ...line,
      'text:person': own.person,
      'text:comment': own.comment,
      'text:taskTitle': own.taskTitle,
    };
  });
}

function placeOf(row: PlainRow): LinePlace {
  return { client_id: Number(row['client_id']), posting: Number(row['posting']), line: Number(row['line']) };
}
