import { useTranslation } from 'i18next-vue';
import { computed, shallowRef, watch } from 'vue';
import { addBundle, type Language } from '../../i18n/index.js';
import { dateWords, type DateWords } from '../../ui/dates.js';

export interface DocumentWords {
  t(key: string, values?: Record<string, string | number>): string;
  workType(name: string): string;
  reason(name: string): string;
  dates: DateWords;
}

/** A report speaks the language it was made in, whatever the screen around it speaks. */
export function useDocumentWords(language: () => Language) {
  const { i18next } = useTranslation();
  const spoken = shallowRef<Language>(i18next.language === 'ru' ? 'ru' : 'en');
  watch(
    language,
    async (wanted) => {
      await addBundle(i18next, wanted);
      spoken.value = wanted;
    },
    { immediate: true },
  );
  return computed<DocumentWords>(() => {
    const translate = i18next.getFixedT(spoken.value);
    const named = (group: string, name: string) =>
      i18next.exists(`${group}.${name}`, { lng: spoken.value }) ? translate(`${group}.${name}`) : name;
    return {
      t: (key, values = {}) => translate(key, values),
      workType: (name) => named('workTypes', name),
      reason: (name) => named('courtesyReasons', name),
      // As in the posted text and the files.
      dates: dateWords(spoken.value === 'en' ? 'en-GB' : spoken.value),
    };
  });
}
