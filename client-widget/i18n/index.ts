import i18next, { type i18n } from 'i18next';

export type Language = 'ru' | 'en';

const texts = {
  ru: () => import('./ru.json'),
  en: () => import('./en.json'),
};

/** Loads the texts of one language; the other stays on the server. */
export async function startTexts(language: Language): Promise<i18n> {
  const loaded = await texts[language]();
  const own = i18next.createInstance();
  await own.init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation: loaded.default } },
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = language;
  return own;
}

/** Adds a language's texts without switching to it. */
export async function addBundle(own: i18n, language: Language): Promise<void> {
  if (own.hasResourceBundle(language, 'translation')) return;
  const loaded = await texts[language]();
  own.addResourceBundle(language, 'translation', loaded.default);
}

/** Switches to the portal's language when the page was opened in another. */
export async function switchTexts(own: i18n, language: Language): Promise<void> {
  await addBundle(own, language);
  await own.changeLanguage(language);
  document.documentElement.lang = language;
}
