import { describe, it, expect } from '@jest/globals';
import fc from 'fast-check';
import {
  b,
  codeBlock,
  escapeBb,
  escapeLine,
  lengthOf,
  renderBlock,
  splitParts,
  table,
  type Block,
  type Card,
} from '../../server/portal/rest/markup.js';
import { displayWidth } from '../../server/portal/rest/markup/code-table.js';

const withoutZeroWidth = (text: string): string => text.replaceAll('\u200b', '');
/** What either parser of the platform would take for a tag or for the writing of its bracket. */
const looksLikeMarkup = /\[\/?[a-zа-яё*]|&(#\d+|#x[\da-f]+|\w+);|^[ \t]*(>>|----)/imu;

/** Texts made of the pieces that are dangerous together. */
const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '[',
        ']',
        '/',
        'user=1',
        'b',
        '[user=all]',
        '[/code]',
        '&#91;',
        '&amp;',
        '&',
        '#91;',
        '>>',
        '----',
      ),
      fc.constantFrom('\n', '\r\n', ' ', '\t', '👩‍👩‍👧', 'Ё', '名'),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
    ),
    { maxLength: 30 },
  )
  .map((pieces) => withoutZeroWidth(pieces.join('')));

describe('escapeBb', () => {
  it.each([
    ['[user=1]Ann[/user]', '[\u200buser=1]Ann[\u200b/user]'],
    ['[URL=https://evil.example]x[/URL]', '[\u200bURL=https://evil.example]x[\u200b/URL]'],
    ['&#91;user=1]', '&\u200b#91;user=1]'],
    ['[*] item', '[\u200b*] item'],
    ['>>quoted', '>\u200b>quoted'],
    ['------', '-\u200b-----'],
  ])('breaks %j', (text, expected) => {
    expect(escapeBb(text)).toBe(expected);
  });

  it.each(['see [1] and [2]', 'a < b && c > d', 'R&D', '- point', '2 -- 3', '->', 'a[0] = 1'])(
    'leaves %j alone',
    (text) => {
      expect(escapeBb(text)).toBe(text);
    },
  );

  it('leaves nothing that reads as markup, and shows the text as it was written', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const escaped = escapeBb(text);
        expect(escaped).not.toMatch(looksLikeMarkup);
        expect(withoutZeroWidth(escaped)).toBe(text.replace(/\r\n?/g, '\n'));
      }),
      { numRuns: 2_000 },
    );
  });

  it('puts names on one line', () => {
    expect(escapeLine('  Корзина\n[b]жирно[/b]\t ')).toBe('Корзина [\u200bb]жирно[\u200b/b]');
  });
});

const hours = {
  header: ['Задача', 'Часы'],
  rows: [
    ['Импорт [b]цен[/b]', '12:30'],
    ['Сайт', '0:05'],
  ],
  total: ['Итого', '12:35'],
};

describe('a table', () => {
  it('is a table on the old card', () => {
    expect(table(hours)).toBe(
      '[TABLE][TR][TH]Задача[/TH][TH]Часы[/TH][/TR]' +
        '[TR][TD]Импорт [\u200bb]цен[\u200b/b][/TD][TD]12:30[/TD][/TR]' +
        '[TR][TD]Сайт[/TD][TD]0:05[/TD][/TR]' +
        '[TR][TD][b]Итого[/b][/TD][TD][b]12:35[/b][/TD][/TR][/TABLE]',
    );
  });

  it('is an aligned block of code on the new card', () => {
    expect(withoutZeroWidth(codeBlock(hours))).toBe(
      [
        '[code]Задача              Часы',
        '────────────────────────',
        'Импорт [b]цен[/b]  12:30',
        'Сайт                0:05',
        '────────────────────────',
        'Итого              12:35[/code]',
      ].join('\n'),
    );
  });

  it('wraps a long first column instead of widening every line', () => {
    const title = 'Перенести каталог запчастей из 1С вместе с остатками, ценами и аналогами по складам';
    const lines = codeBlock({ rows: [[title, '1:00']] }).split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/ 1:00$/);
    expect(Math.max(...lines.map((line) => displayWidth(line)))).toBeLessThanOrEqual(56);
  });

  it('aligns by what is seen, not by what is counted', () => {
    const rows = [
      ['é', '1:00'],
      ['名前', '2:00'],
      ['ok', '3:00'],
    ];
    const lines = codeBlock({ rows })
      .replace(/\[\/?code\]/g, '')
      .split('\n');
    expect(new Set(lines.map(displayWidth)).size).toBe(1);
  });
});

const card = fc.constantFrom<Card>('old', 'new');
const plainWords = fc.lorem({ maxCount: 60 });
const anyBlock: fc.Arbitrary<Block> = fc.oneof(
  fc
    .array(fc.oneof(plainWords, plainWords.map(b)), { minLength: 1, maxLength: 8 })
    .map((lines) => ({ text: lines.join('\n') })),
  fc.record({
    header: fc.constant(['Task', 'Who', 'Hours']),
    rows: fc.array(fc.tuple(plainWords, fc.constant('Anna [b]B[/b]'), fc.constant('1:15')), {
      maxLength: 30,
    }),
    total: fc.constant(['Total', '', '99:15']),
  }),
);

/** Every tag is closed, in the right order, and no tag is cut in half. */
function isWellFormed(text: string): boolean {
  const open: string[] = [];
  for (const [, slash, name] of text.matchAll(/\[(\/?)([a-z]+)\]/gi)) {
    if (slash === '') open.push(String(name));
    else if (open.pop() !== name) return false;
  }
  return open.length === 0 && !/\[\/?[a-z]*$/i.test(text);
}

const wordsOf = (text: string): string[] =>
  text.replace(/\[\/?[a-z]+\]|[─\u200b]/gi, ' ').match(/[\p{L}\p{N}:]+/gu) ?? [];

describe('splitParts', () => {
  it('keeps every part within the limit, well-formed, and loses no word', () => {
    fc.assert(
      fc.property(
        card,
        fc.array(anyBlock, { maxLength: 6 }),
        fc.integer({ min: 260, max: 2_000 }),
        (onCard, blocks, limit) => {
          const parts = splitParts(onCard, blocks, limit);
          for (const part of parts) {
            expect(lengthOf(part)).toBeLessThanOrEqual(limit);
            expect(isWellFormed(part)).toBe(true);
          }
          const header = new Set(['Task', 'Who', 'Hours']);
          const body = (texts: string[]): string[] =>
            texts
              .flatMap(wordsOf)
              .filter((word) => !header.has(word))
              .sort();
          expect(body(parts)).toEqual(body(blocks.map((block) => renderBlock(onCard, block))));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('puts what fits into one part', () => {
    expect(splitParts('old', [{ text: 'a' }, hours, { text: 'b' }])).toEqual([`a\n${table(hours)}\nb`]);
    expect(splitParts('new', [])).toEqual([]);
  });

  it('repeats the header of a table that goes on', () => {
    const rows = Array.from({ length: 400 }, (_, index) => [`Задача ${index}`, '1:00']);
    for (const onCard of ['old', 'new'] as const) {
      const parts = splitParts(onCard, [{ header: ['Что', 'Часы'], rows }], 3_000);
      expect(parts.length).toBeGreaterThan(2);
      expect(parts.every((part) => part.includes('Что'))).toBe(true);
      expect(parts.flatMap((part) => part.match(/Задача \d+/g) ?? [])).toEqual(rows.map(([title]) => title));
    }
  });

  it('closes bold text at a cut and opens it again', () => {
    const parts = splitParts('new', [{ text: b('слово '.repeat(100)) }], 250);
    expect(parts.length).toBeGreaterThan(2);
    expect(parts.every((part) => part.startsWith('[b]') && part.endsWith('[/b]'))).toBe(true);
  });

  it('counts code points and never cuts a sign', () => {
    const family = '👩‍👩‍👧';
    const parts = splitParts('new', [{ text: family.repeat(300) }], 260);
    expect(parts.join('')).toBe(family.repeat(300));
    for (const part of parts) expect(part.replaceAll(family, '')).toBe('');
  });

  it('goes on in a further row where one row alone is too long', () => {
    const comment = 'очень длинный комментарий '.repeat(60).trim();
    const parts = splitParts('old', [{ rows: [[comment, '1:00']] }], 500);
    expect(parts.length).toBeGreaterThan(3);
    expect(parts.join(' ').match(/1:00/g)).toHaveLength(1);
    expect(parts.flatMap(wordsOf).filter((word) => word === 'длинный')).toHaveLength(60);
  });

  it('takes a table of many rows in reasonable work', () => {
    const rows = Array.from({ length: 5_000 }, (_, index) => [
      `Задача ${index} — доработка обмена с 1С`,
      'Иванов',
      '12:15',
    ]);
    const parts = splitParts('new', [{ header: ['Задача', 'Кто', 'Часы'], rows }]);
    expect(parts.length).toBeLessThan(40);
    expect(parts.join('\n').match(/12:15/g)).toHaveLength(5_000);
  });
});
