import i18next from 'i18next';
import en from './en.json' with { type: 'json' };
import ru from './ru.json' with { type: 'json' };

export type Language = 'ru' | 'en';
/** Looks a text up by its key; `values` fill its `{{placeholders}}`. Nothing is HTML-escaped: texts go to BBCode. */
export type Texts = (key: string, values?: Record<string, string | number>) => string;

const instance = i18next.createInstance();
await instance.init({
  fallbackLng: 'ru',
  interpolation: { escapeValue: false },
  resources: { ru: { translation: ru }, en: { translation: en } },
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
