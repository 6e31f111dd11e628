import { computed, nextTick, onBeforeUnmount, onMounted, ref, useTemplateRef } from 'vue';
import type { BoardColumn } from '../../server/api/board.js';
import type { Lane } from './arrange.js';
import { areaHeight, boardSizes } from './board-sizes.js';
import { lanesIn, layOut, rowsIn } from './lay-out.js';
import { useRowsInSight } from './use-rows-in-sight.js';
import { spotOf } from './walk.js';

export interface WindowRequest {
  lanes: () => readonly Lane[];
  columns: () => readonly BoardColumn[];
  isNarrow: boolean;
  isTv: boolean;
  pinned: () => ReadonlySet<number>;
}

/** Which part of the board is in sight: only that is drawn. */
export function useBoardWindow(request: WindowRequest) {
  const scroller = useTemplateRef<HTMLElement>('scroller');
  const head = useTemplateRef<HTMLElement>('head');
  const remPx = ref(letterPx());
  const headPx = ref(0);
  const opened = ref<ReadonlySet<string>>(new Set());

  const sizes = computed(() => boardSizes(remPx.value, request.isNarrow));
  const stepPx = computed(() => sizes.value.cardPx + sizes.value.gapPx);
  const laid = computed(() => layOut(request.lanes(), request.columns(), sizes.value, opened.value));
  const lanes = computed(() => laid.value.lanes);
  const area = computed(() => areaHeight(window.screen.availHeight, request.isTv, request.isNarrow));
  const shownPx = computed(() => Math.min(area.value, laid.value.height + headPx.value + 2));
  const rows = useRowsInSight(() => scroller.value?.scrollTop ?? 0, { stepPx, area });
  const drawn = computed(() => {
    const shown = { ...rows.stretch.value, pinned: request.pinned() };
    return lanesIn(lanes.value, shown).map((one) => ({ laid: one, ...rowsIn(one, sizes.value, shown) }));
  });

  function toggle(key: string) {
    const next = new Set(opened.value);
    if (!next.delete(key)) next.add(key);
    opened.value = next;
  }

  /** Scrolls no further than needed to show a card whole. */
  function bring(taskId: number) {
    const spot = spotOf(lanes.value, taskId);
    const lane = spot && lanes.value[spot.lane];
    const box = scroller.value;
    if (!spot || !lane || !box) return;
    const { cardPx, padPx, headPx: laneHeadPx } = sizes.value;
    const top = lane.top + laneHeadPx + padPx + spot.index * stepPx.value;
    const room = box.clientHeight - headPx.value;
    if (top < box.scrollTop) box.scrollTop = Math.max(0, top - padPx);
    else if (top + cardPx > box.scrollTop + room) box.scrollTop = top + cardPx - room + padPx;
  }

  /** On a wall screen the board turns its pages by itself: row by row, as many as fit. */
  const pages = computed(() => {
    const room = area.value - headPx.value;
    const starts: number[] = [0];
    for (const { top, height } of lanes.value)
      if (top + height > (starts.at(-1) ?? 0) + room && top > (starts.at(-1) ?? 0)) starts.push(top);
    return starts;
  });
  async function turnTo(page: number) {
    await nextTick();
    scroller.value?.scrollTo({ top: pages.value[page] ?? 0 });
  }

  const watchSizes = new ResizeObserver(() => {
    headPx.value = head.value?.offsetHeight ?? 0;
    remPx.value = letterPx();
  });
  onMounted(() => head.value && watchSizes.observe(head.value));
  onBeforeUnmount(() => watchSizes.disconnect());
  const toTop = () => scroller.value?.scrollTo(0, 0);
  return { sizes, laid, lanes, shownPx, drawn, follow: rows.follow, toggle, bring, toTop, pages, turnTo };
}

function letterPx(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;
}
