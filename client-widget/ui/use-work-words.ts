import { useTranslation } from 'i18next-vue';
import { computed } from 'vue';

/** Names of work types, urgencies and reasons; work types that a portal made are called as it called them. */
export function useWorkWords() {
  const { t, i18next } = useTranslation();
  const named = (group: string, name: string): string =>
    /^[\w-]+$/.test(name) && i18next.exists(`${group}.${name}`) ? t(`${group}.${name}`) : name;
  return {
    workType: (name: string) => named('workTypes', name),
    urgency: (name: string) => named('urgencies', name),
    courtesy: (name: string) => named('courtesyReasons', name),
    language: computed((): 'ru' | 'en' => (i18next.language === 'ru' ? 'ru' : 'en')),
  };
}
