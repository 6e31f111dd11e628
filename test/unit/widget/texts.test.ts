import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const widget = join(import.meta.dirname, '..', '..', '..', 'client-widget');
type Texts = Map<string, string>;

function flatten(node: unknown, path: string, into: Texts): Texts {
  if (typeof node === 'string') return into.set(path, node);
  for (const [name, child] of Object.entries(node ?? {}))
    flatten(child, path === '' ? name : `${path}.${name}`, into);
  return into;
}
function read(language: string): Texts {
  return flatten(JSON.parse(readFileSync(join(widget, 'i18n', `${language}.json`), 'utf8')), '', new Map());
}
const withoutPlural = (key: string) => key.replace(/_(one|few|many|other)$/, '');
const placeholders = (text: string) => [...new Set(text.match(/\{\{\w+\}\}/g) ?? [])].sort();

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const place = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : sources(place);
    return /\.(vue|ts)$/.test(entry.name) && !entry.name.endsWith('.d.ts')
      ? [readFileSync(place, 'utf8')]
      : [];
  });
}

describe('the texts of the widget', () => {
  const ru = read('ru');
  const en = read('en');

  it('exist in both languages', () => {
    const keys = (texts: Texts) => [...new Set([...texts.keys()].map(withoutPlural))].sort();
    expect(keys(en)).toEqual(keys(ru));
  });

  it('have the plural forms of their language', () => {
    const counted = [...ru.keys()].filter((key) => key.endsWith('_one')).map(withoutPlural);
    expect(counted.length).toBeGreaterThan(3);
    for (const key of counted) {
      for (const form of ['one', 'few', 'many', 'other']) expect(ru.has(`${key}_${form}`)).toBe(true);
      for (const form of ['one', 'other']) expect(en.has(`${key}_${form}`)).toBe(true);
    }
  });

  it('use the same placeholders', () => {
    for (const [key, text] of ru) {
      const other = en.get(key);
      if (other !== undefined) expect([key, placeholders(other)]).toEqual([key, placeholders(text)]);
    }
  });

  it('cover every key the screens ask for by name', () => {
    const known = new Set([...ru.keys()].map(withoutPlural));
    const asked = sources(widget).flatMap((text) =>
      [...text.matchAll(/\bt\(\s*'([\w.-]+)'/g)].map((match) => match[1] ?? ''),
    );
    expect(asked.length).toBeGreaterThan(100);
    expect(asked.filter((key) => !known.has(key))).toEqual([]);
  });
});
