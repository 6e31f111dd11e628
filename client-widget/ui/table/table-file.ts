import Papa from 'papaparse';
import writeXlsx, { type SheetData } from 'write-excel-file/universal';
import type { CellValue, Column } from './column.js';

/** What stands on the screen, for a file: the same rows in the same order. */
export interface TableContent<Row = never> {
  title: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  language: string;
  /** Hours are decimal in a file: its head says so. */
  inHours: (title: string) => string;
  /** Writes a moment as the screen does. */
  moment: (at: number) => string;
}

const secondsOfHour = 3600;
const byteOrderMark = '\uFEFF';
/** What a spreadsheet would run; a sign in front of a figure is no formula. */
const formula = /^(?![+\-\u2212]?[\d\s.,:]+$)[=+\-@\t\r]/;

/**
 * As spreadsheets of the language open it: Russian ones part cells by semicolons. Texts that would be read as formulas are
 * defused: a comment is whatever somebody typed.
 */
export function csvOf<Row>(content: TableContent<Row>): Blob {
  const { columns, rows, language } = content;
  const russian = language === 'ru';
  const figure = (value: number, digits: number) => {
    const text = String(Number(value.toFixed(digits)));
    return russian ? text.replace('.', ',') : text;
  };
  const cell = (column: Column<Row>, value: CellValue) => {
    if (value === null) return '';
    if (typeof value === 'string') return value;
    if (column.kind === 'moment') return content.moment(value);
    return column.kind === 'hours' ? figure(value / secondsOfHour, 4) : figure(value, 6);
  };
  const lines = [
    headOf(content),
    ...rows.map((row) => columns.map((column) => cell(column, column.value(row)))),
  ];
  const text = Papa.unparse(lines, {
    delimiter: russian ? ';' : ',',
    newline: '\r\n',
    escapeFormulae: formula,
  });
  return new Blob([byteOrderMark, text], { type: 'text/csv;charset=utf-8' });
}

/** Hours are numbers with a decimal point, days are dates: an accountant adds them up. */
export async function xlsxOf<Row>(content: TableContent<Row>): Promise<Blob> {
  const { columns, rows } = content;
  const head = headOf(content).map((title) => ({
    value: title,
    fontWeight: 'bold' as const,
    wrap: true,
  }));
  const body = rows.map((row) =>
    columns.map((column) => xlsxCell(column, column.value(row), content.moment)),
  );
  const sheet =
    content.title
      .replace(/[\\/?*[\]:]/g, ' ')
      .slice(0, 31)
      .trim() || 'Sheet1';
  const widths = columns.map(({ kind = 'text' }) => ({ width: kind === 'text' ? 32 : 16 }));
  const data: SheetData = [head, ...body];
  return await writeXlsx(data, { sheet, columns: widths, stickyRowsCount: 1 }).toBlob();
}

function headOf<Row>({ columns, inHours }: TableContent<Row>): string[] {
  return columns.map(({ title, kind }) => (kind === 'hours' ? inHours(title) : title));
}

function xlsxCell<Row>(column: Column<Row>, value: CellValue, moment: (at: number) => string) {
  if (value === null || value === '') return null;
  if (column.kind === 'day')
    return { value: new Date(`${value}T00:00:00Z`), type: Date, format: 'dd.mm.yyyy' };
  if (typeof value === 'string') return { value, type: String };
  if (column.kind === 'moment') return { value: moment(value), type: String };
  const isHours = column.kind === 'hours';
  return {
    value: isHours ? Number((value / secondsOfHour).toFixed(4)) : value,
    type: Number,
    ...(isHours && { format: '0.00' }),
  };
}
