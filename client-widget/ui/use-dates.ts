import { useTranslation } from 'i18next-vue';
import { dateWords, type DateWords } from './dates.js';

/** Dates in the language of the screen. */
export function useDates(): DateWords {
  const { i18next } = useTranslation();
  return dateWords(i18next.language);
}
