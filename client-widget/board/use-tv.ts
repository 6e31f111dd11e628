import { onScopeDispose, ref, watch } from 'vue';
import type { BoardAddress } from './use-board-address.js';

/** The part of the board that turns its pages. */
interface Pages {
  pages: readonly number[];
  turnTo: (page: number) => Promise<void>;
}

const turnEveryMs = 15_000;
const usualPx = 16;

/** Letters as large as the screen is wide: on 4 K twice the usual size. */
export function wallLetterPx(screenPx: number): number {
  return Math.round(Math.min(48, Math.max(usualPx, screenPx / 120)));
}

/** The board on a wall screen: large, for looking only; it turns its pages and shows the time. */
export function useTv(address: BoardAddress, board: () => Pages | null | undefined) {
  const now = ref(Date.now());
  const page = ref(0);
  const pageCount = ref(1);
  let ticks = 0;

  const tick = () => {
    now.value = Date.now();
    if (!address.isTv.value) return;
    const pages = board()?.pages ?? [];
    pageCount.value = pages.length;
    ticks += 1_000;
    if (ticks < turnEveryMs) return;
    ticks = 0;
    page.value = pages.length > 1 ? (page.value + 1) % pages.length : 0;
    void board()?.turnTo(page.value);
  };
  const timer = setInterval(tick, 1_000);

  watch(
    address.isTv,
    (is) => {
      page.value = 0;
      ticks = 0;
      const root = document.documentElement;
      root.style.fontSize = is ? `${wallLetterPx(window.innerWidth)}px` : '';
    },
    { immediate: true },
  );
  onScopeDispose(() => {
    clearInterval(timer);
    document.documentElement.style.fontSize = '';
  });

  return {
    now,
    page,
    pageCount,
    enter: () => {
      address.set({ tv: '1', card: null });
      // Where the portal's page allows it; elsewhere the board is as large as its frame.
      document.documentElement.requestFullscreen().catch((error: unknown) => {
        console.debug('The board stays in its frame', error);
      });
    },
    leave: () => {
      address.set({ tv: null });
      if (document.fullscreenElement) void document.exitFullscreen();
    },
  };
}
