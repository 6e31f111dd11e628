import { computed, onScopeDispose, ref, watch } from 'vue';

const tickMs = 5_000;

/** The server's time, going on from its last answer: the clock of whoever looks may be wrong. */
export function useServerNow(told: () => number | null) {
  const elapsed = ref(0);
  let since = performance.now();
  watch(told, () => {
    since = performance.now();
    elapsed.value = 0;
  });
  const timer = setInterval(() => (elapsed.value = performance.now() - since), tickMs);
  onScopeDispose(() => clearInterval(timer));
  return computed(() => (told() ?? 0) + elapsed.value);
}
