import { readFileSync } from 'node:fs';
import i18next from 'i18next';

export { innerQuotes } from './inner-quotes.js';

export type Language = 'ru' | 'en';
/** Looks a text up by its key; `values` fill its `{{placeholders}}`. Nothing is HTML-escaped: texts go to BBCode. */
export type Texts = (key: string, values?: Record<string, string | number>) => string;

const instance = i18next.createInstance();
await instance.init({
  fallbackLng: 'ru',
  interpolation: { escapeValue: false },
  resources: { ru: { translation: read('ru') }, en: { translation: read('en') } },
});

/** Texts of the server in one language. */
export function textsIn(language: Language): Texts {
  const translate = instance.getFixedT(language);
  return (key, values = {}) => translate(key, values);
}

/** Portals name many languages; whoever reads Russian gets it, everybody else English. */
export function languageOf(code: string | null | undefined): Language {
  return /^ru\b/i.test(code ?? '') ? 'ru' : 'en';
}

function read(language: Language): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(`./${language}.json`, import.meta.url), 'utf8')) as Record<
    string,
    unknown
  >;
}
