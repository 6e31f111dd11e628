import type { Worksheet } from 'exceljs';
import { type ReportModel, zoneName } from '../../api/index.js';
import { type Texts } from '../../base/i18n/index.js';
import { periodText } from '../report-days.js';
import { type BalanceMove, balanceMoves, otherName, waiverNote, workTypeName } from '../report-figures.js';
import type { Value } from './sheet-cells.js';
import {
  type Pen,
  ROWS_ABOVE,
  columnSums,
  hoursHeadings,
  hoursNamed,
  putLine,
  putParagraph,
  putTable,
  sumOf,
} from './sheet-table.js';
import type { WorkSheet } from './work-sheet.js';

type TaskSection = ReportModel['tasks'][number];

const WIDTHS = [58, 15, 15, 15, 15, 15, 15, 14, 24, 12];

/** The report as a document: head, balance, sections, seal. Figures of work are sums over the rows of the work sheet. */
export function fillReportSheet(sheet: Worksheet, model: ReportModel, texts: Texts, work: WorkSheet): void {
  const pen: Pen = { sheet, model, texts, work, row: 1 };
  for (const [index, width] of WIDTHS.entries()) sheet.getColumn(index + 1).width = width;
  putHead(pen);
  sheet.views = [{ state: 'frozen', ySplit: 2, showGridLines: false }];
  if (model.greeting !== undefined) putParagraph(pen, model.greeting);
  putBalance(pen);
  putPackages(pen);
  putTasks(pen, 'tasksTitle', model.tasks);
  putWorkTypes(pen);
  putTasks(pen, 'addedLaterTitle', model.addedLater);
  putCorrections(pen);
  putWaivers(pen);
  putCourtesy(pen);
  putOther(pen);
  if (model.closing !== undefined) putParagraph(pen, model.closing);
  putSeal(pen);
}

function putHead(pen: Pen): void {
  const { model, texts } = pen;
  putLine(pen, texts('report.title', { number: model.number }), { bold: true, size: 18 });
  putLine(pen, model.clientName, { bold: true, size: 13 });
  if (model.ofPackage !== null) putLine(pen, texts('report.ofPackage', { title: model.ofPackage }));
  putLine(pen, periodText(model, texts));
  if (model.replaces !== null) putLine(pen, texts('report.replaces', { number: model.replaces }));
  putLine(pen, texts('reportFile.zone', { zone: zoneName(model.timeZone, model.language) }), {
    color: { argb: 'FF6A737F' },
  });
}

function putBalance(pen: Pen): void {
  const { model, texts } = pen;
  const moves = balanceMoves(model);
  putTable(pen, {
    title: texts('reportFile.balance'),
    headings: [texts('reportFile.figure'), ...hoursHeadings(texts, 'hours')],
    rows: [
      [{ text: texts('report.opening') }, { seconds: model.openingSeconds }],
      ...moves.map((move): Value[] => [{ text: texts(`report.${move.name}`) }, moveValue(pen, move)]),
    ],
    total: (from, to) => [
      { text: texts('report.closing') },
      { seconds: model.closingSeconds, formulas: columnSums(2, from, to) },
    ],
  });
}

/** Billed work is taken from its rows; the other moves have no rows of their own. */
function moveValue({ work }: Pen, { name, seconds }: BalanceMove): Value {
  const sums = name === 'billed' ? work.tasks : name === 'addedLaterTitle' ? work.addedLater : undefined;
  if (!sums) return { seconds };
  const [clock, decimal] = sums.billed;
  return { seconds, formulas: [`-${clock}`, `-${decimal}`] };
}

function putPackages(pen: Pen): void {
  const { model, texts } = pen;
  const sum = (of: 'sizeSeconds' | 'spentHereSeconds' | 'leftSeconds'): number =>
    model.packages.reduce((total, one) => total + one[of], 0);
  putTable(pen, {
    title: texts('report.packagesTitle'),
    headings: [
      texts('report.package'),
      ...['size', 'spentHere', 'left'].flatMap((name) => hoursHeadings(texts, name)),
      texts('reportFile.expires'),
    ],
    rows: model.packages.map((one) => [
      { text: one.title || texts('report.untitledPackage') },
      { seconds: one.sizeSeconds },
      { seconds: one.spentHereSeconds },
      { seconds: one.leftSeconds },
      { day: one.expiresOn },
    ]),
    total: (from, to) => [
      { text: texts('reportFile.total') },
      { seconds: sum('sizeSeconds'), formulas: columnSums(2, from, to) },
      { seconds: sum('spentHereSeconds'), formulas: columnSums(4, from, to) },
      { seconds: sum('leftSeconds'), formulas: columnSums(6, from, to) },
      { day: null },
    ],
  });
}

function putTasks(pen: Pen, title: string, sections: readonly TaskSection[]): void {
  const { texts, work } = pen;
  const sum = (of: 'recordedSeconds' | 'billedSeconds'): number =>
    sections.reduce((total, one) => total + one[of], 0);
  putTable(pen, {
    title: texts(`report.${title}`),
    headings: [
      texts('reportFile.task'),
      ...hoursNamed(texts, texts('reportFile.recorded')),
      ...hoursNamed(texts, texts('reportFile.billed')),
    ],
    rows: sections.map((section) => {
      const sums = work.sums.get(section);
      return [
        { text: section.title },
        { seconds: section.recordedSeconds, ...(sums && { formulas: sums.recorded }) },
        { seconds: section.billedSeconds, ...(sums && { formulas: sums.billed }) },
      ];
    }),
    total: (from, to) => [
      { text: texts('reportFile.total') },
      { seconds: sum('recordedSeconds'), formulas: columnSums(2, from, to) },
      { seconds: sum('billedSeconds'), formulas: columnSums(4, from, to) },
    ],
  });
}

function putWorkTypes(pen: Pen): void {
  const { model, texts } = pen;
  putTable(pen, {
    title: texts('report.workTypesTitle'),
    headings: [texts('reportFile.workType'), ...hoursNamed(texts, texts('reportFile.billed'))],
    rows: model.workTypes.map((one) => [
      { text: workTypeName(texts, one.workType) },
      { seconds: one.billedSeconds },
    ]),
    total: sumOf(
      texts,
      model.workTypes.map((one) => one.billedSeconds),
    ),
  });
}

function putCorrections(pen: Pen): void {
  const { model, texts } = pen;
  const changes = model.corrections.map((one) => one.nowSeconds - one.wasSeconds);
  putTable(pen, {
    title: texts('report.correctionsTitle'),
    headings: [
      texts('reportFile.task'),
      ...['was', 'now', 'change'].flatMap((name) => hoursNamed(texts, texts(`reportFile.${name}`))),
      texts('report.day'),
      texts('report.who'),
      texts('reportFile.issuedIn'),
    ],
    rows: model.corrections.map((one, index) => {
      const row = pen.row + ROWS_ABOVE + index;
      return [
        { text: one.taskTitle },
        { seconds: one.wasSeconds },
        { seconds: one.nowSeconds },
        { seconds: changes[index] ?? 0, formulas: [`D${row}-B${row}`, `E${row}-C${row}`] },
        { day: one.day },
        { text: one.person },
        { count: one.issuedIn },
      ];
    }),
    total: (from, to) => [
      { text: texts('reportFile.total') },
      ...(['wasSeconds', 'nowSeconds'] as const).map((of, index) => ({
        seconds: model.corrections.reduce((total, one) => total + one[of], 0),
        formulas: columnSums(2 + index * 2, from, to),
      })),
      { seconds: changes.reduce((total, one) => total + one, 0), formulas: columnSums(6, from, to) },
    ],
  });
}

function putWaivers(pen: Pen): void {
  const { model, texts } = pen;
  putTable(pen, {
    title: texts('report.waiversTitle'),
    headings: [
      texts('reportFile.task'),
      ...hoursHeadings(texts, 'hours'),
      texts('report.day'),
      texts('report.who'),
      texts('reportFile.reason'),
      texts('reportFile.counted'),
    ],
    rows: model.waivers.map((one) => [
      { text: one.taskTitle },
      { seconds: one.seconds },
      { day: one.day },
      { text: one.person },
      { text: one.reason },
      { text: waiverNote(texts, one) },
    ]),
    total: sumOf(
      texts,
      model.waivers.map((one) => one.seconds),
    ),
  });
}

function putCourtesy(pen: Pen): void {
  const { model, texts } = pen;
  putTable(pen, {
    title: texts('report.courtesyTitle'),
    headings: [texts('reportFile.task'), ...hoursNamed(texts, texts('reportFile.recorded'))],
    rows: model.courtesy.map((one) => [
      { text: `${one.taskTitle} (${texts(`courtesy.${one.reason}`)})` },
      { seconds: one.recordedSeconds },
    ]),
    total: sumOf(
      texts,
      model.courtesy.map((one) => one.recordedSeconds),
    ),
  });
}

function putOther(pen: Pen): void {
  const { model, texts } = pen;
  putTable(pen, {
    title: texts('report.otherTitle'),
    headings: [texts('reportFile.entry'), ...hoursHeadings(texts, 'hours')],
    rows: model.otherLines.map((one) => [{ text: otherName(texts, one) }, { seconds: one.seconds }]),
  });
}

function putSeal(pen: Pen): void {
  const { model, texts } = pen;
  pen.row += 1;
  const seal = texts('report.seal', { seal: model.seal.slice(0, 16), position: model.position });
  putLine(pen, `${seal} ${texts('report.sealNote')}`, { color: { argb: 'FF6A737F' } });
}
