import { onScopeDispose, ref } from 'vue';

/** Long enough to notice a slip of the finger. */
const pauseMs = 6_000;

/** Does something after a pause in which it can be taken back; leaving the screen does it at once. */
export function useLater(work: () => void) {
  const waiting = ref(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  function now() {
    clearTimeout(timer);
    if (!waiting.value) return;
    waiting.value = false;
    work();
  }
  onScopeDispose(now);
  return {
    waiting,
    seconds: pauseMs / 1000,
    begin: () => {
      waiting.value = true;
      timer = setTimeout(now, pauseMs);
    },
    cancel: () => {
      clearTimeout(timer);
      waiting.value = false;
    },
  };
}
