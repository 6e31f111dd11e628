import { beforeAll, describe, expect, it } from '@jest/globals';
import ExcelJS from 'exceljs';
import readExcelFile from 'read-excel-file/node';
import type { ReportModel } from '../../server/api/index.js';
import { connect } from '../../server/base/db/index.js';
import { billedIn } from '../../server/reports/report-figures.js';
import { renderXlsx } from '../../server/reports/render-xlsx.js';
import { type Language, type ReportScene, tellReports } from '../given/report-scene.js';
import { type SheetReader, sheetReader } from '../given/sheet-reader.js';
import { migratedDatabaseUrl } from '../harness/databases.js';

const languages = ['ru', 'en'] as const;
const scenes = new Map<Language, ReportScene>();

beforeAll(async () => {
  const db = connect(await migratedDatabaseUrl('sqlite'));
  for (const language of languages) scenes.set(language, await tellReports(db, `xlsx-${language}`, language));
  await db.destroy();
});

function modelIn(language: Language, which: 'full' | 'first' = 'full'): ReportModel {
  const scene = scenes.get(language);
  if (!scene) throw new Error(`No scene in ${language}`);
  return scene[which];
}

async function read(
  model: ReportModel,
): Promise<{ book: ExcelJS.Workbook; report: SheetReader; work: SheetReader }> {
  const book = new ExcelJS.Workbook();
  const file = await renderXlsx(model);
  await book.xlsx.load(file.buffer as ArrayBuffer);
  const [report, work] = book.worksheets;
  if (!report || !work) throw new Error('A sheet is missing');
  return { book, report: sheetReader(book, report), work: sheetReader(book, work) };
}

const all = (model: ReportModel) => [...model.tasks, ...model.addedLater];

describe.each(languages)('a workbook in %s', (language) => {
  it('has a sheet to read and a sheet of rows, in its language', async () => {
    const { book } = await read(modelIn(language));
    expect(book.worksheets.map((sheet) => sheet.name)).toEqual(
      language === 'ru' ? ['Отчёт', 'Работы'] : ['Report', 'Work'],
    );
  });

  it('holds every piece of work once: dates as dates, hours as numbers, both ways', async () => {
    const model = modelIn(language);
    const { work } = await read(model);
    const lines = all(model).flatMap((task) => task.lines.map((line) => ({ ...line, title: task.title })));
    expect(lines.length).toBeGreaterThan(4);
    for (const [index, line] of lines.entries()) {
      const row = index + 2;
      expect(work.text(`B${row}`)).toBe(line.title);
      expect(work.day(`C${row}`)).toBe(line.day);
      expect(work.text(`E${row}`)).toBe(line.comment);
      expect(work.seconds(`G${row}`)).toBe(line.recordedSeconds);
      expect(work.number(`H${row}`) * 3_600).toBeCloseTo(line.recordedSeconds, 6);
      expect(work.seconds(`I${row}`)).toBe(line.billedSeconds);
      expect(work.number(`J${row}`) * 3_600).toBeCloseTo(line.billedSeconds, 6);
      expect(work.formula(`I${row}`)).toBeNull();
    }
  });

  it.each(['full', 'first'] as const)('computes to the totals of the %s report', async (which) => {
    const model = modelIn(language, which);
    const { report, work } = await read(model);
    const last = all(model).flatMap((task) => task.lines).length + 2;
    const billed = billedIn(model.tasks) + billedIn(model.addedLater);
    expect(work.formula(`I${last}`)).toBe(`SUM(I2:I${last - 1})`);
    expect(work.computed(`I${last}`) * 86_400).toBeCloseTo(billed, 5);
    expect(work.computed(`J${last}`) * 3_600).toBeCloseTo(billed, 5);
    const closing = report.rowOf(language === 'ru' ? 'Остаток на конец' : 'Closing balance');
    expect(report.formula(`B${closing}`)).toMatch(/^SUM\(/);
    expect(report.computed(`B${closing}`) * 86_400).toBeCloseTo(model.closingSeconds, 5);
    expect(report.computed(`C${closing}`) * 3_600).toBeCloseTo(model.closingSeconds, 5);
  });

  it('shows the results of its formulas to readers that do not compute', async () => {
    const { report, work } = await read(modelIn(language));
    const formulas = [report, work].flatMap((sheet) => sheet.formulas().map((at) => [sheet, at] as const));
    expect(formulas.length).toBeGreaterThan(20);
    for (const [sheet, at] of formulas) expect(sheet.number(at)).toBeCloseTo(sheet.computed(at), 9);
  });
});

describe('a workbook', () => {
  it('counts days from 1904, so that a debt shows as hours', async () => {
    const { book, report } = await read(modelIn('ru', 'first'));
    expect(book.properties.date1904).toBe(true);
    expect(report.seconds(`B${report.rowOf('Остаток на начало')}`)).toBe(-1_800);
  });

  it('never reads the words of people as formulas', async () => {
    const attempts = [
      '=1+1',
      '+1+1',
      '-1+1',
      '@SUM(A1:A9)',
      '\t=1+1',
      "=cmd|' /C calc'!A0",
      '=HYPERLINK("http://x","y")',
    ];
    const { book } = await read(poisoned(modelIn('ru'), attempts));
    const found: string[] = [];
    book.eachSheet((sheet) =>
      sheet.eachRow((row) =>
        row.eachCell((cell) => {
          expect(cell.type).not.toBe(ExcelJS.ValueType.Hyperlink);
          if (cell.type === ExcelJS.ValueType.Formula) {
            expect(cell.formula).toMatch(/^-?(SUM\(('Работы'!)?[A-Z]\d+:[A-Z]\d+\)|[A-Z]\d+-[A-Z]\d+)$/);
          }
          if (typeof cell.value !== 'string') return;
          expect(cell.numFmt).toBe('@');
          if (attempts.includes(cell.value)) found.push(cell.value);
        }),
      ),
    );
    // They are there, as they were written.
    expect(new Set(found)).toEqual(new Set(attempts));
  });

  it('says the same to a reader that shares no code with its writer', async () => {
    const model = modelIn('ru');
    const attempts = ['=1+1', '+1', '-1', '@SUM(A1:A9)'];
    const file = await renderXlsx(poisoned(model, attempts));
    const [report, work] = await readExcelFile(Buffer.from(file));
    const rowOf = (said: string) => report?.data.find(([first]) => first === said) ?? [];
    expect(rowOf('Остаток на начало')[2]).toBeCloseTo(model.openingSeconds / 3_600, 9);
    expect(rowOf('Остаток на конец')[2]).toBeCloseTo(model.closingSeconds / 3_600, 9);
    const rows = work?.data.slice(1, -1) ?? [];
    const lines = all(model).flatMap((task) => task.lines);
    expect(rows.map((row) => row[9])).toEqual(lines.map((line) => line.billedSeconds / 3_600));
    expect(rows.map((row) => row[2])).toEqual(lines.map((line) => new Date(`${line.day}T00:00:00Z`)));
    const own = rows.slice(0, model.tasks.flatMap((task) => task.lines).length);
    for (const row of own) expect(attempts).toContain(row[4]);
    expect(work?.data.at(-1)?.[9]).toBeCloseTo(
      lines.reduce((sum, line) => sum + line.billedSeconds, 0) / 3_600,
      9,
    );
  });

  it('that is brief has tasks, and no single entries', async () => {
    const model = { ...modelIn('ru'), layout: 'brief' as const };
    const [report, ...others] = await readExcelFile(Buffer.from(await renderXlsx(model)));
    expect(others).toEqual([]);
    const words = JSON.stringify(report?.data);
    for (const task of model.tasks) {
      expect(words).toContain(task.title);
      for (const line of task.lines) if (line.comment !== '') expect(words).not.toContain(line.comment);
    }
  });

  it('survives what no cell can hold', async () => {
    const model = poisoned(modelIn('ru'), ['\u0000\u0001плохо\uD800', 'я'.repeat(40_000), '<b>&amp;</b>']);
    const { work } = await read(model);
    expect(work.text('E2')).toContain('плохо');
    expect(work.text('E3')).toHaveLength(32_767);
    expect(work.text('E4')).toBe('<b>&amp;</b>');
  });

  it('prints on A4 across, as wide as one page, with its headings on each', async () => {
    const { book } = await read(modelIn('ru'));
    for (const sheet of book.worksheets) {
      expect(sheet.pageSetup).toMatchObject({
        paperSize: 9,
        orientation: 'landscape',
        fitToPage: true,
        fitToWidth: 1,
      });
    }
    const work = book.worksheets[1];
    expect(work?.pageSetup.printTitlesRow).toBe('1:1');
    expect(work?.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
  });
});

/** The report with other words in every place that people fill. */
function poisoned(model: ReportModel, texts: readonly string[]): ReportModel {
  let next = 0;
  const word = () => texts[next++ % texts.length] ?? '';
  const tasks = model.tasks.map((task) => ({
    ...task,
    title: word(),
    lines: task.lines.map((line) => ({ ...line, person: word(), workType: word() })),
  }));
  next = 0;
  const commented = tasks.map((task) => ({
    ...task,
    lines: task.lines.map((line) => ({ ...line, comment: word() })),
  }));
  return {
    ...model,
    clientName: word(),
    tasks: commented,
    packages: model.packages.map((one) => ({ ...one, title: word() })),
    waivers: model.waivers.map((one) => ({ ...one, taskTitle: word(), person: word(), reason: word() })),
    corrections: model.corrections.map((one) => ({ ...one, taskTitle: word(), person: word() })),
    courtesy: model.courtesy.map((one) => ({ ...one, taskTitle: word() })),
    otherLines: model.otherLines.map((one) => ({ ...one, title: word(), reason: word() })),
  };
}
