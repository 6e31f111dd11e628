import type { Workbook, Worksheet } from 'exceljs';
import type { ReportModel } from '../../api/index.js';
import type { Texts } from '../../base/i18n/index.js';
import { workTypeName } from '../report-figures.js';
import { type HourFormulas, makeBold, putHeadings, putRow } from './sheet-cells.js';

type TaskSection = ReportModel['tasks'][number];

/** Where the hours of each row stand: clock and decimal columns. */
const RECORDED = ['G', 'H'] as const;
const BILLED = ['I', 'J'] as const;
const WIDTHS = [20, 38, 12, 22, 56, 22, 12, 12, 12, 12];

/** Formulas over the rows of one task, or of one section. */
export interface RowSums {
  recorded: HourFormulas;
  billed: HourFormulas;
}

export interface WorkSheet {
  sums: Map<TaskSection, RowSums>;
  /** Of all tasks of a section together; absent when it has no rows. */
  tasks: RowSums | undefined;
  addedLater: RowSums | undefined;
}

/** A brief report has tasks only: their figures stand for themselves. */
export const noWorkSheet: WorkSheet = { sums: new Map(), tasks: undefined, addedLater: undefined };

/** Every piece of work as one row, for filters and pivots; the other sheet sums these rows. */
export function fillWorkSheet(sheet: Worksheet, model: ReportModel, texts: Texts): WorkSheet {
  putHeadings(sheet, 1, headings(texts));
  const sums = new Map<TaskSection, RowSums>();
  let row = 2;
  const fill = (name: string, sections: readonly TaskSection[]): RowSums | undefined => {
    const first = row;
    for (const section of sections) {
      const start = row;
      for (const line of section.lines) putLine(sheet, row++, { name, section, line, texts });
      if (row > start) sums.set(section, sumsOf(sheet.name, start, row - 1));
    }
    return row > first ? sumsOf(sheet.name, first, row - 1) : undefined;
  };
  const tasks = fill(texts('report.tasksTitle'), model.tasks);
  const addedLater = fill(texts('report.addedLaterTitle'), model.addedLater);
  if (row > 2) putTotal(sheet, row, model, texts);
  layOut(sheet, row - 1);
  return { sums, tasks, addedLater };
}

export function addWorkSheet(book: Workbook, texts: Texts): Worksheet {
  return book.addWorksheet(texts('reportFile.sheetWork'));
}

function headings(texts: Texts): string[] {
  const [recorded, billed] = [texts('reportFile.recorded'), texts('reportFile.billed')];
  return [
    texts('reportFile.section'),
    texts('reportFile.task'),
    texts('report.day'),
    texts('report.who'),
    texts('report.work'),
    texts('reportFile.workType'),
    ...[recorded, billed].flatMap((name) => [
      texts('reportFile.clock', { name }),
      texts('reportFile.decimal', { name }),
    ]),
  ];
}

interface LineInWords {
  name: string;
  section: TaskSection;
  line: TaskSection['lines'][number];
  texts: Texts;
}

function putLine(sheet: Worksheet, row: number, { name, section, line, texts }: LineInWords): void {
  putRow(sheet, row, [
    { text: name },
    { text: section.title },
    { day: line.day },
    { text: line.person },
    { text: line.comment },
    { text: workTypeName(texts, line.workType) },
    { seconds: line.recordedSeconds },
    { seconds: line.billedSeconds },
  ]);
}

function putTotal(sheet: Worksheet, row: number, model: ReportModel, texts: Texts): void {
  const all = [...model.tasks, ...model.addedLater];
  const sums = sumsOf(null, 2, row - 1);
  const total = (of: 'recordedSeconds' | 'billedSeconds'): number =>
    all.reduce((sum, one) => sum + one[of], 0);
  const empty = Array.from({ length: 5 }, () => ({ text: '' }));
  const columns = putRow(sheet, row, [
    { text: texts('reportFile.total') },
    ...empty,
    { seconds: total('recordedSeconds'), formulas: sums.recorded },
    { seconds: total('billedSeconds'), formulas: sums.billed },
  ]);
  makeBold(sheet, row, columns);
}

function sumsOf(sheetName: string | null, from: number, to: number): RowSums {
  const prefix = sheetName === null ? '' : `'${sheetName}'!`;
  const sum = (column: string): string => `SUM(${prefix}${column}${from}:${column}${to})`;
  return {
    recorded: [sum(RECORDED[0]), sum(RECORDED[1])],
    billed: [sum(BILLED[0]), sum(BILLED[1])],
  };
}

function layOut(sheet: Worksheet, lastRow: number): void {
  for (const [index, width] of WIDTHS.entries()) sheet.getColumn(index + 1).width = width;
  sheet.views = [{ state: 'frozen', ySplit: 1, topLeftCell: 'A2' }];
  sheet.autoFilter = `A1:${BILLED[1]}${Math.max(1, lastRow)}`;
  sheet.pageSetup.printTitlesRow = '1:1';
}
