import { useTranslation } from 'i18next-vue';
import { useApp } from './app-context.js';
import { dateWords, type DateWords } from './dates.js';

/** Dates in the language of the screen and, where a client's zone does not count, in the portal's. */
export function useDates(): DateWords {
  const { i18next } = useTranslation();
  return dateWords(i18next.language, useApp().session.portal.timeZone);
}
