import type { Borders, Cell, Fill, Worksheet } from 'exceljs';

/** What stands in a cell. Hours take two columns: as a clock (h:mm) and as decimal hours. */
export type Value =
  | { text: string }
  | { day: string | null }
  | { count: number | null }
  | { seconds: number; formulas?: HourFormulas };

/** Formulas of the clock column and of the decimal one; both give the same hours. */
export type HourFormulas = readonly [clock: string, decimal: string];

const SECONDS_OF_DAY = 86_400;
const SECONDS_OF_HOUR = 3_600;
/** The most a cell takes. */
const CELL_CHARACTERS = 32_767;

const line: Partial<Borders> = { bottom: { style: 'hair', color: { argb: 'FFC9D0D6' } } };
const headFill: Fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE9F1F8' } };

/** Puts values side by side from column A on; returns how many columns they took. */
export function putRow(sheet: Worksheet, row: number, values: readonly Value[]): number {
  let column = 1;
  for (const value of values) column += putValue(sheet, { row, column }, value);
  for (let done = 1; done < column; done += 1) sheet.getCell(row, done).border = line;
  return column - 1;
}

function putValue(sheet: Worksheet, at: { row: number; column: number }, value: Value): number {
  const cell = sheet.getCell(at.row, at.column);
  if ('text' in value) putText(cell, value.text);
  else if ('day' in value) putDay(cell, value.day);
  else if ('count' in value) cell.value = value.count;
  else {
    const [clock, decimal] = value.formulas ?? [undefined, undefined];
    putNumber(cell, value.seconds / SECONDS_OF_DAY, clock);
    cell.numFmt = value.seconds % 60 === 0 ? '[h]:mm' : '[h]:mm:ss';
    const beside = sheet.getCell(at.row, at.column + 1);
    putNumber(beside, value.seconds / SECONDS_OF_HOUR, decimal);
    beside.numFmt = '#,##0.00';
    return 2;
  }
  return 1;
}

/**
 * Words of people stay words: a string cell is never read as a formula, and the text format keeps it so
 * when somebody edits the cell.
 */
export function putText(cell: Cell, text: string): void {
  cell.value = text.slice(0, CELL_CHARACTERS).replaceAll(/\p{Surrogate}/gu, '\uFFFD');
  cell.numFmt = '@';
  cell.alignment = { vertical: 'top', wrapText: true };
}

function putDay(cell: Cell, day: string | null): void {
  if (!day) return;
  cell.value = new Date(`${day}T00:00:00Z`);
  cell.numFmt = 'dd.mm.yyyy';
  cell.alignment = { vertical: 'top', horizontal: 'left' };
}

/** A formula carries its result, so that readers which do not compute show the right figure too. */
function putNumber(cell: Cell, value: number, formula: string | undefined): void {
  cell.value = formula === undefined ? value : { formula, result: value, date1904: true };
  cell.alignment = { vertical: 'top', horizontal: 'right' };
}

/** A row of headings over `values`. */
export function putHeadings(sheet: Worksheet, row: number, headings: readonly string[]): void {
  for (const [index, heading] of headings.entries()) {
    const cell = sheet.getCell(row, index + 1);
    putText(cell, heading);
    cell.font = { bold: true };
    cell.fill = headFill;
    cell.alignment = { vertical: 'middle', wrapText: true };
  }
}

export function makeBold(sheet: Worksheet, row: number, columns: number): void {
  for (let column = 1; column <= columns; column += 1) {
    const cell = sheet.getCell(row, column);
    cell.font = { bold: true };
    cell.border = { top: { style: 'thin', color: { argb: 'FF7A8691' } } };
  }
}

/** `A`, `B`, … of a column; a report has fewer than 27. */
export function letterOf(column: number): string {
  return String.fromCharCode(64 + column);
}
