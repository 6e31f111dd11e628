import { describe, expect, it } from '@jest/globals';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import type { ReportModel } from '../../../server/api/index.js';
import { OWN_WORDS_SIGNS, tidyWords } from '../../../server/api/own-words.js';
import { termsSchema } from '../../../server/api/terms.js';
import { defaultTerms } from '../../../server/base/terms.js';
import { storedTerms } from '../../../server/clients/rules/stored-terms.js';
import { lengthOf } from '../../../server/portal/rest/markup.js';
import { renderPdf } from '../../../server/reports/render-pdf.js';
import { renderText } from '../../../server/reports/render-text.js';
import { renderXlsx } from '../../../server/reports/render-xlsx.js';
import { longReport } from '../../given/long-report.js';
import { whereReadable, wordsOf } from '../../given/pdf-words.js';
import { sheetReader } from '../../given/sheet-reader.js';

const bare = longReport(6);
const cards = ['old', 'new'] as const;
const greeting = 'Здравствуйте, коллеги!\nПосылаем отчёт [user=1]всем[/user].';
const closing = 'Вопросы — Анне Котовой,\n[b]+7 900 000-00-00[/b] &#91;i]';
const worded: ReportModel = { ...bare, greeting, closing };
const anyWords = fc.string({ unit: fc.constantFrom(...'аб [/b]>-&#;\n\t\r—🎉'), maxLength: 700 });

describe('the vendor’s own words', () => {
  it('are kept tidy, and tidied again stay as they are', () => {
    fc.assert(
      fc.property(anyWords, (text) => {
        const tidy = tidyWords(text);
        const lines = tidy.split('\n');
        expect(tidy).not.toMatch(/\n{3}|[\r\t]/);
        expect(lines.map((line) => line.trimEnd())).toEqual(lines);
        expect(tidyWords(tidy)).toBe(tidy);
      }),
      { numRuns: 1000 },
    );
    expect(tidyWords(' Здравствуйте!  \r\n\r\n\r\n\u0007Отчёт:\tниже ')).toBe('Здравствуйте!\n\nОтчёт: ниже');
  });

  it('may be as long as the terms allow, and no longer', () => {
    const said = (text: string) =>
      termsSchema.safeParse({ ...defaultTerms, report: { ...defaultTerms.report, closing: text } });
    expect(said(` ${'🎉'.repeat(OWN_WORDS_SIGNS)}\n`).success).toBe(true);
    expect(said('я'.repeat(OWN_WORDS_SIGNS + 1)).error?.issues.map(({ path }) => path)).toEqual([
      ['report', 'closing'],
    ]);
  });

  it('are none in terms that were stored before there could be any', () => {
    const { report } = storedTerms('{"report":{"layout":"brief"}}') as typeof defaultTerms;
    expect(report).toEqual({ ...defaultTerms.report, layout: 'brief' });
    expect([defaultTerms.report.greeting, defaultTerms.report.closing]).toEqual(['', '']);
  });

  it.each(cards)('add their two paragraphs to the text of the %s card, and nothing else', (card) => {
    for (const layout of ['detailed', 'brief'] as const) {
      const [text = ''] = renderText({ ...worded, layout }, card);
      const [plain = ''] = renderText({ ...bare, layout }, card);
      const said = [
        '\nЗдравствуйте, коллеги!\nПосылаем отчёт [​user=1]всем[​/user].\n',
        '\nВопросы — Анне Котовой,\n[​b]+7 900 000-00-00[​/b] &​#91;i]\n',
      ];
      const places = said.map((paragraph) => text.indexOf(paragraph));
      expect(places[0]).toBeGreaterThan(0);
      expect(places[0]).toBeLessThan(text.indexOf('Остаток на начало'));
      expect(places[1]).toBeGreaterThan(text.indexOf('Пакеты часов'));
      expect(places[1]).toBeLessThan(text.indexOf('Печать журнала'));
      expect(said.reduce((left, paragraph) => left.replace(paragraph, ''), text)).toBe(plain);
    }
  });

  it.each(cards)(
    'of any kind open no tag and leave every part of a long report within its limit (%s)',
    (card) => {
      const long = longReport(400);
      fc.assert(
        fc.property(anyWords, (text) => {
          const words = [...tidyWords(text)].slice(0, OWN_WORDS_SIGNS).join('').trim();
          if (words === '') return;
          const parts = renderText({ ...long, greeting: words, closing: words }, card);
          for (const part of parts) expect(lengthOf(part)).toBeLessThanOrEqual(15_000);
          const tags = (texts: string[]) => texts.join('').match(/\[\/?b\]/g)?.length;
          expect(tags(parts)).toBe(tags(renderText(long, card)));
        }),
        { numRuns: 25 },
      );
    },
  );

  it('stand in the workbook below the head and before the seal, in full height', async () => {
    const book = new ExcelJS.Workbook();
    const file = await renderXlsx({ ...worded, closing: 'длинное слово '.repeat(42).trim() });
    await book.xlsx.load(file.buffer as ArrayBuffer);
    const [sheet] = book.worksheets;
    if (!sheet) throw new Error('A sheet is missing');
    const { rowOf } = sheetReader(book, sheet);
    const [above, below] = [rowOf(greeting), rowOf('длинное слово '.repeat(42).trim())];
    expect(above).toBeLessThan(rowOf('Баланс часов'));
    expect(below).toBeGreaterThan(rowOf('Пакеты часов'));
    expect(below).toBeLessThan(sheet.rowCount);
    expect(sheet.getRow(above).height).toBe(30);
    expect(sheet.getRow(below).height).toBe(90);
  });

  whereReadable('stand in the PDF, line by line', async () => {
    const lines = wordsOf(await renderPdf(worded)).split('\n');
    const at = (text: string) => lines.findIndex((line) => line.includes(text));
    const order = [
      'Тёплый Кедр',
      'Здравствуйте, коллеги!',
      'Посылаем отчёт [user=1]всем',
      'Остаток на начало',
    ];
    const places = [...order, 'Вопросы — Анне Котовой,', '[b]+7 900', 'Печать журнала: 5ea1'].map(at);
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });
});
