import i18next, { type i18n, type PostProcessorModule } from 'i18next';
import { innerQuotes } from './inner-quotes.js';

export type Language = 'ru' | 'en';

/** Each language in two halves: what the first screen says, and the rest. */
const texts = {
  ru: { first: () => import('virtual:texts/ru/first'), rest: () => import('virtual:texts/ru/rest') },
  en: { first: () => import('virtual:texts/en/first'), rest: () => import('virtual:texts/en/rest') },
};
const whole = new Map<Language, Promise<void>>();
let own = i18next.createInstance();

/** A Russian day ends with the stop of «г.», which ends the sentence too. */
const oneStop: PostProcessorModule = {
  type: 'postProcessor',
  name: 'one-stop',
  process: (text: string) => text.replace(/\.\.(?=\s|$)/g, '.'),
};

/** Loads what the first screen says in one language; `restOfTexts` brings the others. */
export async function startTexts(language: Language): Promise<i18n> {
  const loaded = await texts[language].first();
  own = i18next.createInstance();
  await own
    .use(oneStop)
    .use(innerQuotes)
    .init({
      lng: language,
      fallbackLng: false,
      resources: { [language]: { translation: loaded.default } },
      interpolation: { escapeValue: false },
      returnNull: false,
      postProcess: [oneStop.name, innerQuotes.name],
    });
  document.documentElement.lang = language;
  return own;
}

/** Every text of the language that is shown. Screens wait for it; only the list of clients does without. */
export function restOfTexts(): Promise<void> {
  return addBundle(own, own.language === 'ru' ? 'ru' : 'en');
}

/** Adds a language's texts without switching to it. */
export function addBundle(to: i18n, language: Language): Promise<void> {
  const adding = whole.get(language) ?? addBoth(to, language);
  whole.set(language, adding);
  // What could not be loaded may be there at the next try.
  adding.catch(() => whole.delete(language));
  return adding;
}

async function addBoth(to: i18n, language: Language): Promise<void> {
  const halves = await Promise.all([texts[language].first(), texts[language].rest()]);
  for (const half of halves) to.addResourceBundle(language, 'translation', half.default, true, true);
}

/** Switches to the portal's language when the page was opened in another. */
export async function switchTexts(to: i18n, language: Language): Promise<void> {
  await addBundle(to, language);
  await to.changeLanguage(language);
  document.documentElement.lang = language;
}
