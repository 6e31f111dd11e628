import { createApp, defineComponent, h, onMounted, ref, shallowRef, type VNode } from 'vue';
import type { BoardCard, BoardView } from '../../../../server/api/board.js';
import { cellsOf, textsOf } from './peer-card.js';

const cardPx = 112;
const stepPx = 120;
const padPx = 8;
const viewPx = 660;

/** The least a windowed Vue board can be: cards in sight, a pointer that carries one, nothing else. */
const WindowedBoard = defineComponent({
  props: { view: { type: Object as () => BoardView, required: true } },
  setup({ view }) {
    let top = 0;
    const lanes = cellsOf(view).map((lane) => {
      const height = padPx * 2 + stepPx * Math.max(1, ...lane.cells.map((cell) => cell.length));
      const placed = { ...lane, top, height };
      top += height;
      return placed;
    });
    const whole = top;
    const box = shallowRef<HTMLElement | null>(null);
    const scrolled = ref(0);
    const held = ref<number | null>(null);
    const at = ref({ x: 0, y: 0 });
    onMounted(() => {
      box.value?.addEventListener('pointermove', (event) => {
        if (held.value !== null) at.value = { x: event.clientX, y: event.clientY };
      });
      box.value?.addEventListener('pointerup', () => (held.value = null));
    });
    const drawCard = (card: BoardCard, y: number): VNode => {
      const texts = textsOf(card, view);
      return h(
        'div',
        {
          key: card.taskId,
          'data-card': card.taskId,
          class: ['card', 'placed', { held: held.value === card.taskId }],
          style: { transform: `translateY(${y}px)`, height: `${cardPx}px` },
          onPointerdown: () => (held.value = card.taskId),
        },
        [
          h('div', texts.client),
          h('div', { class: 'title' }, texts.title),
          h(
            'div',
            { class: 'facts' },
            texts.facts.map((fact) => h('span', { key: fact }, fact)),
          ),
          h('div', { class: 'bar' }, h('div', { style: { width: `${texts.barPercent}%` } })),
        ],
      );
    };
    const drawCell = (cards: BoardCard[], laneTop: number): VNode => {
      const first = Math.max(0, Math.floor((scrolled.value - laneTop - cardPx) / stepPx));
      const last = Math.max(0, Math.ceil((scrolled.value + viewPx + cardPx - laneTop) / stepPx));
      return h(
        'div',
        { class: 'cell' },
        cards.slice(first, last).map((card, index) => drawCard(card, padPx + (first + index) * stepPx)),
      );
    };
    return () =>
      h('div', { id: 'board', ref: box, onScroll: () => (scrolled.value = box.value?.scrollTop ?? 0) }, [
        h(
          'div',
          { style: { height: `${whole}px`, position: 'relative' } },
          lanes
            .filter((lane) => lane.top + lane.height > scrolled.value && lane.top < scrolled.value + viewPx)
            .map((lane) =>
              h(
                'div',
                {
                  key: lane.userId,
                  class: 'lane placed',
                  style: { transform: `translateY(${lane.top}px)`, height: `${lane.height}px` },
                },
                [h('div', lane.name), ...lane.cells.map((cell) => drawCell(cell, lane.top))],
              ),
            ),
        ),
        held.value === null
          ? null
          : h('div', {
              class: 'card',
              style: {
                ...{ position: 'fixed', left: 0, top: 0, width: '180px', pointerEvents: 'none' },
                transform: `translate(${at.value.x}px, ${at.value.y}px)`,
              },
            }),
      ]);
  },
});

export function mount(root: HTMLElement, view: BoardView): () => void {
  const app = createApp(WindowedBoard, { view });
  app.mount(root);
  return () => app.unmount();
}
