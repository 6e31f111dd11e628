import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import readXlsxFile from 'read-excel-file/node';
import {
  dayColumn,
  hoursColumn,
  momentColumn,
  readSort,
  sortText,
  textColumn,
} from '../../../client-widget/ui/table/column.js';
import { lendKeys } from '../../../client-widget/ui/lend-keys.js';
import { findRows } from '../../../client-widget/ui/table/find-rows.js';
import { sortRows } from '../../../client-widget/ui/table/sort-rows.js';
import { csvOf, xlsxOf } from '../../../client-widget/ui/table/table-file.js';

interface Row {
  name: string | null;
  seconds: number;
  day: string;
  at: number;
}
const columns = [
  textColumn<Row>('name', 'Клиент', (row) => row.name),
  hoursColumn<Row>('left', 'Осталось', (row) => row.seconds),
  dayColumn<Row>('day', 'День', (row) => row.day),
  momentColumn<Row>('at', 'Когда', (row) => row.at),
];
const rows: Row[] = [
  { name: 'Тёплый Кедр; «Юг»', seconds: 5_400, day: '2026-11-02', at: 1 },
  { name: '=1+1', seconds: -900, day: '2026-11-30', at: 2 },
];
const content = (language: string) => ({
  ...{ title: 'Клиенты: все', columns, rows, language },
  inHours: (title: string) => `${title}, ч`,
  moment: (at: number) => `момент ${at}`,
});

describe('a table', () => {
  const values = fc.array(fc.oneof(fc.string(), fc.integer(), fc.constant(null)), { maxLength: 40 });

  it('is sorted as the values are, holds every row once, and keeps equal ones in place', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 })), fc.boolean(), (figures, descending) => {
        const marked = figures.map((figure, index) => ({ figure, index }));
        const sorted = sortRows(marked, ({ figure }) => figure, { descending, language: 'ru' });
        const plain = [...marked].sort((a, b) => (descending ? b.figure - a.figure : a.figure - b.figure));
        expect(sorted).toEqual(plain);
      }),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(values, fc.boolean(), (given, descending) => {
        const sorted = sortRows(given, (value) => value, { descending, language: 'ru' });
        expect(sorted.map(String).sort()).toEqual(given.map(String).sort());
        const firstEmpty = sorted.findIndex((value) => value === null || value === '');
        if (firstEmpty >= 0)
          expect(sorted.slice(firstEmpty).every((value) => value === null || value === '')).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('knows the alphabet, figures inside of names, and no difference of case', () => {
    const names = ['Пакет 10', 'ёлка', 'пакет 9', 'Жук', 'пакет 10'];
    const sorted = sortRows(names, (name) => name, { descending: false, language: 'ru' });
    expect(sorted).toEqual(['ёлка', 'Жук', 'пакет 9', 'Пакет 10', 'пакет 10']);
  });

  it('lends the elements of rows that left to those that come in, and a row that stays keeps its own', () => {
    const windows = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 8 }));
    fc.assert(
      fc.property(windows, (sights) => {
        let before = new Map<string, number>();
        for (const rows of sights.map((sight) => sight.map(String))) {
          const keys = lendKeys(rows, before);
          expect([...keys.keys()]).toEqual(rows);
          expect(new Set(keys.values()).size).toBe(rows.length);
          for (const row of rows) if (before.has(row)) expect(keys.get(row)).toBe(before.get(row));
          const stays = rows.filter((row) => before.has(row)).map((row) => before.get(row) ?? 0);
          const most = Math.max(rows.length - 1, ...stays);
          expect([...keys.values()].every((key) => key <= most)).toBe(true);
          before = keys;
        }
      }),
      { numRuns: 200 },
    );
  });

  it('finds rows that have all the words', () => {
    const texts = ['тёплый кедр пакет', 'карданикс'];
    expect(findRows([1, 2], () => texts, ' КЕДР тёпл ')).toEqual([1]);
    expect(findRows([1, 2], () => texts, '')).toEqual([1, 2]);
    expect(findRows([1, 2], () => texts, 'кедр карданикс')).toEqual([]);
  });

  it('keeps its order in an address and takes no column it does not have', () => {
    expect(readSort(sortText({ column: 'left', descending: true }), columns)).toEqual({
      column: 'left',
      descending: true,
    });
    expect(readSort('day', columns)).toEqual({ column: 'day', descending: false });
    expect([readSort('-', columns), readSort('password', columns), readSort(null, columns)]).toEqual([
      null,
      null,
      null,
    ]);
  });
});

describe('a table as a file', () => {
  it('is read by spreadsheets of either language, and runs no formula', async () => {
    const ru = Buffer.from(await csvOf(content('ru')).arrayBuffer()).toString('utf8');
    expect(ru.split('\r\n')).toEqual([
      '\uFEFFКлиент;Осталось, ч;День;Когда',
      '"Тёплый Кедр; «Юг»";1,5;2026-11-02;момент 1',
      `"'=1+1";-0,25;2026-11-30;момент 2`,
    ]);
    const en = Buffer.from(await csvOf(content('en')).arrayBuffer()).toString('utf8');
    expect(en.split('\r\n')[1]).toBe('Тёплый Кедр; «Юг»,1.5,2026-11-02,момент 1');
  });

  it('is a workbook with hours to add up and dates', async () => {
    const file = Buffer.from(await (await xlsxOf(content('ru'))).arrayBuffer());
    const [sheet] = await readXlsxFile(file);
    const [head, first, second] = sheet?.data ?? [];
    expect(head).toEqual(['Клиент', 'Осталось, ч', 'День', 'Когда']);
    expect(first).toEqual(['Тёплый Кедр; «Юг»', 1.5, new Date('2026-11-02T00:00:00Z'), 'момент 1']);
    expect(second?.slice(0, 2)).toEqual(['=1+1', -0.25]);
  });
});
