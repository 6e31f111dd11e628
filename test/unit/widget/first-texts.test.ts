import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { splitTexts, type Texts } from '../../../client-widget/i18n/split-texts.js';

const widget = join(import.meta.dirname, '..', '..', '..', 'client-widget');
const textsOf = (language: string) =>
  JSON.parse(readFileSync(join(widget, 'i18n', `${language}.json`), 'utf8')) as Texts;

function flat(texts: Texts, prefix = ''): string[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [prefix + key] : flat(value, `${prefix}${key}.`),
  );
}

/** Every file that is loaded with these: what they import at once, not what they import when asked. */
function loadedWith(...starts: string[]): Set<string> {
  const files = new Set<string>();
  const add = (file: string) => {
    if (files.has(file) || !existsSync(file)) return;
    files.add(file);
    const source = readFileSync(file, 'utf8');
    for (const [, from = ''] of source.matchAll(/^(?:import|export)\s(?!type)[^;]*?'(\.[^']+)';/gms))
      add(join(dirname(file), from.replace(/\.js$/, '.ts')));
  };
  for (const start of starts) add(join(widget, start));
  return files;
}

describe('the texts of the first screen', () => {
  it('are all that the list of clients asks for', () => {
    const all = flat(textsOf('ru'));
    const { first } = splitTexts(textsOf('ru'));
    const known = flat(first);
    const files = loadedWith('main.ts', 'clients/ClientsScreen.vue');
    expect(files.size).toBeGreaterThan(40);
    const missing: string[] = [];
    for (const file of files)
      for (const [, name = '', rest] of readFileSync(file, 'utf8').matchAll(
        /['"`]([a-z]\w*\.[\w.-]*)(\$\{)?/g,
      )) {
        const isAsked = (key: string) =>
          rest === undefined ? key === name || key.startsWith(`${name}_`) : key.startsWith(name);
        const wanted = all.filter(isAsked);
        if (wanted.some((key) => !known.includes(key))) missing.push(`${file.slice(widget.length)}: ${name}`);
      }
    expect(missing).toEqual([]);
  });

  it.each(['ru', 'en'])('and the rest are every text of %s once', (language) => {
    const { first, rest } = splitTexts(textsOf(language));
    expect([...flat(first), ...flat(rest)].sort()).toEqual(flat(textsOf(language)).sort());
    expect(JSON.stringify(first).length).toBeLessThan(JSON.stringify(rest).length / 2);
  });
});
