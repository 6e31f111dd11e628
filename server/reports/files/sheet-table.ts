import type { Font, Worksheet } from 'exceljs';
import type { ReportModel } from '../../api/index.js';
import type { Texts } from '../../base/i18n/index.js';
import {
  type HourFormulas,
  type Value,
  letterOf,
  makeBold,
  putHeadings,
  putRow,
  putText,
} from './sheet-cells.js';
import type { WorkSheet } from './work-sheet.js';

/** Where the report is written: the next free row, and what it is made of. */
export interface Pen {
  sheet: Worksheet;
  model: ReportModel;
  texts: Texts;
  work: WorkSheet;
  row: number;
}

export interface Table {
  title: string;
  headings: string[];
  rows: Value[][];
  /** Values of the last, bold row, made from the numbers of the first and last row above it. */
  total?: (from: number, to: number) => Value[];
}

/** An empty row, the title and the headings stand above the rows of a table. */
export const ROWS_ABOVE = 3;

/** A line of text over the whole width. */
export function putLine(pen: Pen, text: string, font: Partial<Font> = {}): void {
  const cell = pen.sheet.getCell(pen.row, 1);
  putText(cell, text);
  cell.alignment = { wrapText: false };
  cell.font = font;
  pen.row += 1;
}

/** Signs of common text that a line over the merged columns surely holds, and the height of a line in points. */
const PARAGRAPH = { columns: 5, signs: 100, lineHeight: 15 };

/** Text of several lines over the width of most tables, an empty row above. Merged cells do not grow with their text. */
export function putParagraph(pen: Pen, text: string): void {
  pen.row += 1;
  const { sheet, row } = pen;
  sheet.mergeCells(row, 1, row, PARAGRAPH.columns);
  putText(sheet.getCell(row, 1), text);
  const lines = text.split('\n').map((line) => Math.max(1, Math.ceil(line.length / PARAGRAPH.signs)));
  sheet.getRow(row).height = PARAGRAPH.lineHeight * lines.reduce((sum, one) => sum + one, 0);
  pen.row += 1;
}

/** A table under its title, one empty row above; nothing at all when it has no rows. */
export function putTable(pen: Pen, { title, headings, rows, total }: Table): void {
  if (rows.length === 0) return;
  const { sheet } = pen;
  pen.row += 1;
  putLine(pen, title, { bold: true, size: 13 });
  putHeadings(sheet, pen.row, headings);
  const first = pen.row + 1;
  for (const [index, row] of rows.entries()) putRow(sheet, first + index, row);
  pen.row = first + rows.length;
  if (!total) return;
  const columns = putRow(sheet, pen.row, total(first, pen.row - 1));
  makeBold(sheet, pen.row, columns);
  pen.row += 1;
}

/** One sum below a column of hours. */
export function sumOf(texts: Texts, all: readonly number[]): NonNullable<Table['total']> {
  const seconds = all.reduce((sum, one) => sum + one, 0);
  return (from, to) => [{ text: texts('reportFile.total') }, { seconds, formulas: columnSums(2, from, to) }];
}

/** Sums of a column of hours and the one beside it, which tells them as a decimal. */
export function columnSums(column: number, from: number, to: number): HourFormulas {
  const sum = (letter: string): string => `SUM(${letter}${from}:${letter}${to})`;
  return [sum(letterOf(column)), sum(letterOf(column + 1))];
}

/** The two headings of hours: by the clock, and decimal. */
export function hoursHeadings(texts: Texts, name: string): string[] {
  return hoursNamed(texts, texts(`report.${name}`));
}

export function hoursNamed(texts: Texts, name: string): string[] {
  return [texts('reportFile.clock', { name }), texts('reportFile.decimal', { name })];
}
