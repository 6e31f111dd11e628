import { onScopeDispose, ref, shallowRef, watch } from 'vue';
import type { ChangeEffect } from '../../server/api/packages.js';

const pauseMs = 350;

/**
 * What a change would do, asked anew a moment after the person stops typing.
 * @param wish the change as it would be sent, null while it is not complete
 */
export function usePreview<W>(wish: () => W | null, ask: (wish: W) => Promise<{ effect: ChangeEffect }>) {
  const effect = shallowRef<ChangeEffect | null>(null);
  const error = shallowRef<unknown>(null);
  const reading = ref(false);
  let newest = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const read = async (wanted: W) => {
    const mine = ++newest;
    try {
      const answer = await ask(wanted);
      if (mine !== newest) return;
      effect.value = answer.effect;
      error.value = null;
    } catch (failure) {
      if (mine !== newest) return;
      effect.value = null;
      error.value = failure;
    }
    reading.value = false;
  };
  watch(
    () => JSON.stringify(wish()),
    () => {
      clearTimeout(timer);
      newest += 1;
      const wanted = wish();
      reading.value = wanted !== null;
      error.value = null;
      if (wanted === null) effect.value = null;
      else timer = setTimeout(() => void read(wanted), pauseMs);
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    clearTimeout(timer);
    newest = Number.POSITIVE_INFINITY;
  });
  return { effect, error, reading };
}
