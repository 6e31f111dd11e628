import { useTranslation } from 'i18next-vue';
import { computed, nextTick, ref, type Ref } from 'vue';
import type { BoardCard, BoardColumn } from '../../server/api/board.js';
import type { LaidLane } from './lay-out.js';
import { nextCard, nextCell, spotOf, type Way } from './walk.js';

const ways: Record<string, Way | undefined> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

export interface KeyboardHands {
  lanes: Readonly<Ref<readonly LaidLane[]>>;
  columns: Readonly<Ref<readonly BoardColumn[]>>;
  cardOf: (taskId: number) => BoardCard | undefined;
  /** What a cell is called, and whether a card may be put there. */
  nameOf: (lane: LaidLane, column: BoardColumn) => string;
  mayTake: (lane: LaidLane, card: BoardCard) => boolean;
  drop: (card: BoardCard, lane: LaidLane, column: BoardColumn) => void;
  open: (taskId: number) => void;
  bring: (taskId: number) => void;
  say: (text: string) => void;
}

/**
 * The whole board by keyboard: arrows walk from card to card, Enter opens one, Space picks it up; then arrows choose the
 * cell, Space or Enter drops it there, Escape puts it back. Everything is said aloud.
 */
export function useKeyboard(hands: KeyboardHands) {
  const { t } = useTranslation();
  const focused = ref<number | null>(null);
  const lifted = ref<{ taskId: number; lane: number; cell: number } | null>(null);
  const aimed = computed(() => {
    const at = lifted.value;
    const lane = at && hands.lanes.value[at.lane];
    return at && lane ? { lane: lane.lane.key, column: hands.columns.value[at.cell] } : null;
  });

  /** The card the Tab key comes to. */
  const entry = computed(() => {
    const known = focused.value !== null && spotOf(hands.lanes.value, focused.value) ? focused.value : null;
    if (known !== null) return known;
    for (const { cells } of hands.lanes.value)
      for (const { cards } of cells) if (cards[0]) return cards[0].taskId;
    return null;
  });

  async function focusOn(taskId: number) {
    focused.value = taskId;
    hands.bring(taskId);
    await nextTick();
    document.querySelector<HTMLElement>(`[data-card="${taskId}"]`)?.focus({ preventScroll: true });
  }

  function pickUp(card: BoardCard) {
    const spot = spotOf(hands.lanes.value, card.taskId);
    if (!spot) return;
    lifted.value = { taskId: card.taskId, lane: spot.lane, cell: spot.cell };
    hands.say(t('board.keys.pickedUp', { title: card.title }));
  }

  function aim(way: Way, card: BoardCard) {
    const at = lifted.value;
    if (!at) return;
    const next = nextCell(hands.lanes.value, hands.columns.value.length, at, way);
    lifted.value = { ...at, ...next };
    const lane = hands.lanes.value[next.lane];
    const column = hands.columns.value[next.cell];
    if (!lane || !column) return;
    const place = hands.nameOf(lane, column);
    hands.say(hands.mayTake(lane, card) ? place : t('board.keys.notHere', { place }));
  }

  function drop(card: BoardCard) {
    const at = lifted.value;
    const lane = at && hands.lanes.value[at.lane];
    const column = at && hands.columns.value[at.cell];
    if (!lane || !column) return putBack(card);
    if (!hands.mayTake(lane, card))
      return hands.say(t('board.keys.notHere', { place: hands.nameOf(lane, column) }));
    lifted.value = null;
    hands.drop(card, lane, column);
    void focusOn(card.taskId);
  }

  function putBack(card: BoardCard) {
    lifted.value = null;
    hands.say(t('board.keys.putBack', { title: card.title }));
  }

  function press(event: KeyboardEvent, taskId: number) {
    const card = hands.cardOf(taskId);
    const way = ways[event.key];
    if (!card || event.altKey || event.ctrlKey || event.metaKey) return;
    const isLifted = lifted.value?.taskId === taskId;
    if (way) {
      event.preventDefault();
      if (isLifted) return aim(way, card);
      const next = nextCard(hands.lanes.value, taskId, way);
      if (next !== null) void focusOn(next);
    } else if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault();
      if (isLifted) drop(card);
      else if (event.key === ' ') pickUp(card);
      else hands.open(taskId);
    } else if (event.key === 'Escape' && isLifted) {
      event.stopPropagation();
      putBack(card);
    }
  }

  return { focused, lifted, aimed, entry, press, focusOn };
}
