import { ref, shallowRef } from 'vue';
import { useErrorWords } from './use-error-words.js';

/** Runs one change: busy while it goes, a message when it is done, the error kept for the screen when it failed. */
export function useAction() {
  const tell = useErrorWords();
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
      const { title, text, code } = tell(error.value);
      toast.add({ title, description: `${text} ${code}`, color: 'air-primary-alert' });
    }
    return ok;
  }
  return { busy, error, run, runAloud };
}
