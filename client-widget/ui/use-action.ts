import { useTranslation } from 'i18next-vue';
import { ref, shallowRef } from 'vue';
import { errorWords } from './error-words.js';

/** Runs one change: busy while it goes, a message when it is done, the error kept for the screen when it failed. */
export function useAction() {
  const { t } = useTranslation();
  const toast = useToast();
  const busy = ref(false);
  const error = shallowRef<unknown>(null);
  /** True when the work succeeded. */
  async function run(
    work: () => Promise<unknown>,
    done?: { title: string; text?: string },
  ): Promise<boolean> {
    if (busy.value) return false;
    busy.value = true;
    error.value = null;
    try {
      await work();
      if (done)
        toast.add({
          title: done.title,
          ...(done.text ? { description: done.text } : {}),
          color: 'air-primary-success',
        });
      return true;
    } catch (failure) {
      error.value = failure;
      return false;
    } finally {
      busy.value = false;
    }
  }
  /** For buttons without a place of their own for an error. */
  async function runAloud(
    work: () => Promise<unknown>,
    done?: { title: string; text?: string },
  ): Promise<boolean> {
    const ok = await run(work, done);
    if (!ok && error.value) {
      const words = errorWords(error.value);
      const code = t('errors.code', { code: words.code });
      toast.add({
        title: t(`errors.${words.key}.title`),
        description: `${t(`errors.${words.key}.text`)} ${code}`,
        color: 'air-primary-alert',
      });
    }
    return ok;
  }
  return { busy, error, run, runAloud };
}
