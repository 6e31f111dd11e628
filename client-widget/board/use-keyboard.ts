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

export interface Lifted {
  taskId: number;
  lane: number;
  cell: number;
}

/** A card in the hand: arrows choose the cell, Space or Enter drops it there, Escape puts it back. All of it is said. */
function useLift(hands: KeyboardHands) {
  const { t } = useTranslation();
  const lifted = ref<Lifted | null>(null);
  const placeOf = (at: Lifted) => ({
    lane: hands.lanes.value[at.lane],
    column: hands.columns.value[at.cell],
  });
  const aimed = computed(() => {
    const { lane, column } = lifted.value ? placeOf(lifted.value) : {};
    return lane && column ? { lane: lane.lane.key, column } : null;
  });

  function pickUp(card: BoardCard) {
    const spot = spotOf(hands.lanes.value, card.taskId);
    if (!spot) return;
    lifted.value = { taskId: card.taskId, lane: spot.lane, cell: spot.cell };
    hands.say(t('board.keys.pickedUp', { title: card.title }));
  }

  function aim(way: Way, card: BoardCard) {
    if (!lifted.value) return;
    const next = nextCell(hands.lanes.value, hands.columns.value.length, lifted.value, way);
    lifted.value = { ...lifted.value, ...next };
    const { lane, column } = placeOf(lifted.value);
    if (!lane || !column) return;
    const place = hands.nameOf(lane, column);
    hands.say(hands.mayTake(lane, card) ? place : t('board.keys.notHere', { place }));
  }

  /** True when it was let go. */
  function drop(card: BoardCard): boolean {
    const { lane, column } = lifted.value ? placeOf(lifted.value) : {};
    if (!lane || !column) {
      putBack(card);
    } else if (hands.mayTake(lane, card)) {
      lifted.value = null;
      hands.drop(card, lane, column);
      return true;
    } else {
      hands.say(t('board.keys.notHere', { place: hands.nameOf(lane, column) }));
    }
    return false;
  }

  function putBack(card: BoardCard) {
    lifted.value = null;
    hands.say(t('board.keys.putBack', { title: card.title }));
  }

  return { lifted, aimed, pickUp, aim, drop, putBack };
}

/** The whole board by keyboard: arrows walk from card to card, Enter opens one, Space picks it up. */
export function useKeyboard(hands: KeyboardHands) {
  const lift = useLift(hands);
  const focused = ref<number | null>(null);

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

  function press(event: KeyboardEvent, taskId: number) {
    const card = hands.cardOf(taskId);
    const way = ways[event.key];
    if (!card || event.altKey || event.ctrlKey || event.metaKey) return;
    const isLifted = lift.lifted.value?.taskId === taskId;
    if (way) {
      event.preventDefault();
      if (isLifted) return lift.aim(way, card);
      const next = nextCard(hands.lanes.value, taskId, way);
      if (next !== null) void focusOn(next);
    } else if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault();
      if (isLifted && lift.drop(card)) void focusOn(taskId);
      else if (!isLifted && event.key === ' ') lift.pickUp(card);
      else if (!isLifted) hands.open(taskId);
    } else if (event.key === 'Escape' && isLifted) {
      event.stopPropagation();
      lift.putBack(card);
    }
  }

  return { focused, lifted: lift.lifted, aimed: lift.aimed, entry, press, focusOn };
}
