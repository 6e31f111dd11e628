import { useTranslation } from 'i18next-vue';
import { computed, type Ref } from 'vue';
import type { BoardCard, BoardClient, BoardColumn, BoardPerson, BoardPlace } from '../../server/api/board.js';
import type { LaidLane } from './lay-out.js';
import { spotOf } from './walk.js';

/** What the board is made of, found by number. */
export interface BoardParts {
  lanes: Readonly<Ref<readonly LaidLane[]>>;
  cards: () => readonly BoardCard[];
  people: Readonly<Ref<ReadonlyMap<number, BoardPerson>>>;
  clients: Readonly<Ref<ReadonlyMap<number, BoardClient>>>;
}

/** Places of the board: what they are called, whose cards they take, where a card goes that is let go there. */
export function usePlaces({ lanes, cards, people, clients }: BoardParts) {
  const { t } = useTranslation();
  const byId = computed(() => new Map(cards().map((card) => [card.taskId, card])));

  function nameOf({ lane }: LaidLane, column: BoardColumn): string {
    const status = t(`board.columns.${column}`);
    if (lane.kind === 'person') return `${status}, ${people.value.get(lane.id)?.name ?? ''}`;
    if (lane.kind === 'client') return `${status}, ${clients.value.get(lane.id)?.name ?? ''}`;
    return `${status}, ${lane.kind === 'part' ? t(`board.parts.${lane.id}`) : t('board.criticalLane')}`;
  }

  /** A row of a person takes everybody's cards if they work here; other rows change the status of their own cards only. */
  function mayTake({ lane }: LaidLane, card: BoardCard): boolean {
    if (lane.kind === 'person') return people.value.get(lane.id)?.isEmployee === true;
    const own = spotOf(lanes.value, card.taskId);
    return (
      own !== null &&
      lanes.value[own.lane]?.lane.key === lane.key &&
      !!people.value.get(card.userId)?.isEmployee
    );
  }

  const placeIn = ({ lane }: LaidLane, column: BoardColumn, card: BoardCard): BoardPlace => ({
    column,
    userId: lane.kind === 'person' ? lane.id : card.userId,
  });
  return { nameOf, mayTake, placeIn, cardOf: (taskId: number) => byId.value.get(taskId) };
}
