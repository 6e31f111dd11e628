import { useTranslation } from 'i18next-vue';
import { onScopeDispose, watch } from 'vue';
import { stale } from '../api/index.js';
import { useErrorWords } from './use-error-words.js';

/** A notice stays until it is not true any more. */
const forGood = 0;

/** What is on the screen is older than it looks: said once for all its parts, and taken back when they are fresh again. */
export function useStaleNotice() {
  const { t, i18next } = useTranslation();
  const tell = useErrorWords();
  const toast = useToast();
  const id = 'stale';
  const stop = watch(stale, (parts, before) => {
    const [first] = parts;
    if (!first) return toast.remove(id);
    if (before.length > 0) return undefined;
    const time = new Date(first.since).toLocaleTimeString(i18next.language, { timeStyle: 'short' });
    const again = () => stale.value.forEach(({ reload }) => void reload());
    return toast.add({
      ...{ id, duration: forGood, color: 'air-primary-warning' },
      ...{ title: tell(first.error).title, description: t('app.stale', { time }) },
      actions: [{ label: t('app.retry'), onClick: again }],
    });
  });
  onScopeDispose(() => {
    stop();
    toast.remove(id);
  });
}

/** After an update an open page asks for files that are gone: the next screen or dialog cannot come. The bundler tells of it. */
export function useUpdateNotice() {
  const { t } = useTranslation();
  const toast = useToast();
  const tellOfIt = () =>
    toast.add({
      ...{ id: 'updated', duration: forGood, color: 'air-primary-warning' },
      ...{ title: t('app.updated'), description: t('app.updatedText') },
      actions: [{ label: t('app.reload'), onClick: reloadPage }],
    });
  window.addEventListener('vite:preloadError', tellOfIt);
  onScopeDispose(() => window.removeEventListener('vite:preloadError', tellOfIt));
}

/** The place is in the address, so it opens there again. */
export function reloadPage() {
  location.reload();
}
