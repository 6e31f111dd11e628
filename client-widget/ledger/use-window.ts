import { computed, onScopeDispose, ref } from 'vue';

/** Rows rendered beyond what is seen, each way: the keyboard finds the next one there. */
const spareRows = 6;
/** The window moves in steps, not at every pixel. */
const stepRows = 4;

/** Which of many equally high rows stand in the page: those that are seen and some around; on paper, all. */
export function useWindow(count: () => number, { rowPx, viewPx }: { rowPx: number; viewPx: number }) {
  const firstSeen = ref(0);
  const printing = ref(false);
  const first = computed(() => (printing.value ? 0 : Math.max(0, firstSeen.value - spareRows)));
  const last = computed(() => {
    if (printing.value) return count();
    return Math.min(count(), firstSeen.value + Math.ceil(viewPx / rowPx) + stepRows + spareRows);
  });
  const follow = (scrollTop: number) => {
    const top = Math.floor(scrollTop / rowPx);
    firstSeen.value = Math.max(0, top - (top % stepRows));
  };
  const begin = () => (printing.value = true);
  const end = () => (printing.value = false);
  window.addEventListener('beforeprint', begin);
  window.addEventListener('afterprint', end);
  onScopeDispose(() => {
    window.removeEventListener('beforeprint', begin);
    window.removeEventListener('afterprint', end);
  });
  return { first, last, printing, follow };
}
