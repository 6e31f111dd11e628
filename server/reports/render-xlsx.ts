import ExcelJS from 'exceljs';
import type { Worksheet } from 'exceljs';
import type { ReportModel } from '../api/index.js';
import { textsIn } from '../base/i18n/index.js';
import { fillReportSheet } from './files/report-sheet.js';
import { addWorkSheet, fillWorkSheet, noWorkSheet } from './files/work-sheet.js';

/**
 * The report as a workbook: «Отчёт» to read, «Работы» with every row to filter (not in a brief one). Hours are numbers,
 * sums are formulas.
 * Keeps its thread busy for a while when the report is long; see `render-file.ts`.
 */
export async function renderXlsx(model: ReportModel): Promise<Uint8Array> {
  const texts = textsIn(model.language);
  const book = new ExcelJS.Workbook();
  // Spreadsheets show negative hours as hours only when days are counted from 1904.
  book.properties.date1904 = true;
  book.title = texts('reportFile.name', { number: model.number, client: model.clientName });
  const sheet = book.addWorksheet(texts('reportFile.sheetReport'));
  const workSheet = model.layout === 'brief' ? null : addWorkSheet(book, texts);
  fillReportSheet(sheet, model, texts, workSheet ? fillWorkSheet(workSheet, model, texts) : noWorkSheet);
  for (const one of workSheet ? [sheet, workSheet] : [sheet]) setUpPrint(one);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

function setUpPrint(sheet: Worksheet): void {
  const A4 = 9;
  Object.assign(sheet.pageSetup, {
    ...{ paperSize: A4, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
    margins: { left: 0.5, right: 0.5, top: 0.6, bottom: 0.6, header: 0.3, footer: 0.3 },
  });
  sheet.headerFooter.oddFooter = '&R&P / &N';
}
