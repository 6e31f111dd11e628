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

const texts: Record<Language, Texts> = { ru: reader('ru'), en: reader('en') };

/** Texts of the server in one language. */
export function textsIn(language: Language): Texts {
  return texts[language];
}

/** Texts without values are remembered: a report asks for the same few dozen again and again. */
function reader(language: Language): Texts {
  const translate = instance.getFixedT(language);
  const known = new Map<string, string>();
  return (key, values) => {
    if (values !== undefined) return translate(key, values);
    const before = known.get(key);
    if (before !== undefined) return before;
    const text = translate(key);
    // A key that is no text may be anybody's words: those are not kept.
    if (text !== key) known.set(key, text);
    return text;
  };
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
