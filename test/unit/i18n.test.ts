import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { languageOf, textsIn } from '../../server/base/i18n/index.js';

type Tree = { [key: string]: string | Tree };

function flat(tree: Tree, prefix = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${prefix}${key}`, value]] : flat(value, `${prefix}${key}.`),
  );
}

const read = (language: string) =>
  new Map(
    flat(
      JSON.parse(
        readFileSync(new URL(`../../server/base/i18n/${language}.json`, import.meta.url), 'utf8'),
      ) as Tree,
    ),
  );
const [ru, en] = [read('ru'), read('en')];
/** Russian has more plural forms than English: `_few` and `_many` stand beside `_one` and `_other`. */
const withoutPlural = (key: string) => key.replace(/_(one|few|many|other)$/, '');
const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();

describe('the texts of the server', () => {
  it('exist in both languages under the same keys', () => {
    const keysOf = (texts: Map<string, string>) => [...new Set([...texts.keys()].map(withoutPlural))].sort();
    expect(keysOf(ru)).toEqual(keysOf(en));
    expect(ru.size).toBeGreaterThan(5);
  });

  it('fill the same placeholders in both', () => {
    for (const [key, text] of en) {
      const other = ru.get(key) ?? ru.get(`${withoutPlural(key)}_other`) ?? '';
      expect([key, placeholders(other)]).toEqual([key, placeholders(text)]);
    }
  });

  it('are Russian where they say so', () => {
    const withoutLetters = [...ru].filter(([, text]) => !/[а-яё]/i.test(text.replaceAll(/\{\{\w+\}\}/g, '')));
    expect(withoutLetters).toEqual([]);
  });

  it('are found by their key and filled', () => {
    expect(textsIn('ru')('install.refused', { code: 'X1' })).toContain('X1');
    expect(textsIn('en')('page.title')).toBe('Support Hours');
  });
});

describe('the language of a portal', () => {
  it.each([
    ['ru', 'ru'],
    ['RU', 'ru'],
    ['ru-RU', 'ru'],
    ['en', 'en'],
    ['de', 'en'],
    ['rum', 'en'],
    [null, 'en'],
    [undefined, 'en'],
  ] as const)('%s → %s', (code, language) => expect(languageOf(code)).toBe(language));
});
