import type { Cell, Workbook, Worksheet } from 'exceljs';

export interface SheetReader {
  text: (at: string) => string;
  day: (at: string) => string;
  /** The number in a cell, or the result its formula was stored with. Days since the epoch of the workbook for a clock. */
  number: (at: string) => number;
  /** A clock cell, to the second. */
  seconds: (at: string) => number;
  formula: (at: string) => string | null;
  /** What the formula gives when it is computed from other cells alone. */
  computed: (at: string) => number;
  /** Addresses of all formulas. */
  formulas: () => string[];
  /** The row whose first cell says this. */
  rowOf: (text: string) => number;
}

const EPOCH_1904 = Date.UTC(1904, 0, 1);
const DAY_MS = 86_400_000;

/** Reads a sheet back, and computes its formulas: sums of ranges, differences of two cells, a minus before a sum. */
export function sheetReader(book: Workbook, sheet: Worksheet): SheetReader {
  const reader: SheetReader = {
    text: (at) => (typeof sheet.getCell(at).value === 'string' ? (sheet.getCell(at).value as string) : ''),
    day: (at) => {
      const { value } = sheet.getCell(at);
      return value instanceof Date ? value.toISOString().slice(0, 10) : '';
    },
    number: (at) => numberIn(sheet.getCell(at)),
    seconds: (at) => Math.round(numberIn(sheet.getCell(at)) * 86_400 * 1_000) / 1_000,
    formula: (at) => sheet.getCell(at).formula ?? null,
    computed: (at) => compute(book, sheet, at),
    formulas: () => addressesOf(sheet).filter((at) => Boolean(sheet.getCell(at).formula)),
    rowOf: (text) => {
      const found = addressesOf(sheet).find((at) => /^A\d/.test(at) && sheet.getCell(at).value === text);
      if (!found) throw new Error(`No row says “${text}”`);
      return Number(found.slice(1));
    },
  };
  return reader;
}

function addressesOf(sheet: Worksheet): string[] {
  const found: string[] = [];
  sheet.eachRow((row) => row.eachCell((cell) => found.push(cell.address)));
  return found;
}

/** A clock is a number for spreadsheets; this library reads it as a date. */
function numberIn(cell: Cell): number {
  const value = cell.formula ? cell.result : cell.value;
  if (typeof value === 'number') return value;
  if (value instanceof Date) return (value.getTime() - EPOCH_1904) / DAY_MS;
  if (value === undefined && cell.formula) return 0;
  throw new Error(`${cell.address} holds no number: ${JSON.stringify(value)}`);
}

function compute(book: Workbook, sheet: Worksheet, at: string): number {
  const { formula } = sheet.getCell(at);
  if (!formula) return numberIn(sheet.getCell(at));
  const difference = /^([A-Z]\d+)-([A-Z]\d+)$/.exec(formula);
  if (difference)
    return compute(book, sheet, difference[1] ?? '') - compute(book, sheet, difference[2] ?? '');
  const sum = /^(-?)SUM\((?:'([^']+)'!)?([A-Z])(\d+):([A-Z])(\d+)\)$/.exec(formula);
  if (!sum) throw new Error(`A formula of another kind in ${at}: ${formula}`);
  const [, minus, other, column, from, , to] = sum;
  const where = other ? book.getWorksheet(other) : sheet;
  if (!where) throw new Error(`No sheet ${other}`);
  let total = 0;
  for (let row = Number(from); row <= Number(to); row += 1) total += compute(book, where, `${column}${row}`);
  return minus ? -total : total;
}
