import type { TableName } from '../../base/db/tables/names.js';
import type { PlainRow } from './archive-view.js';
import { type Books, momentIn } from './books.js';
import type { Words } from './tables-in-archive.js';

type Cell = string | number | null | undefined;

export interface CsvColumn extends Words {
  name: string;
  value: (row: PlainRow, books: Books) => Cell;
}

/** One CSV file: rows of one table, told so that a spreadsheet's reader understands them. */
export interface CsvKind {
  file: string;
  title: Words;
  table: TableName;
  columns: readonly CsvColumn[];
}

export function kind(
  name: string,
  table: TableName,
  [ru, en]: readonly [string, string],
  columns: readonly CsvColumn[],
): CsvKind {
  return { file: `${name}.csv`, title: { ru, en }, table, columns };
}

/** What the row says, as it is. */
export function plain(name: string, ru: string, en: string): CsvColumn {
  return { name, ru, en, value: (row) => row[name] };
}

/** An instant, on the portal’s own clock. */
export function moment(name: string, ru: string, en: string): CsvColumn {
  return { name, ru, en, value: (row, books) => momentIn(books, row[name]) };
}

/** Of ledger lines: what is kept beside the line, erasable. */
export function text(name: string, field: string, ru: string, en: string): CsvColumn {
  return { name, ru, en, value: (row) => row[`text:${field}`] };
}

/** The name of what the row names by number. */
export function named(
  name: string,
  ru: string,
  en: string,
  id: string,
  book: 'people' | 'clients' | 'groups' | 'tasks',
): CsvColumn {
  return { name, ru, en, value: (row, books) => books[book].get(Number(row[id])) };
}
