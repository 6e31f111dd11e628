import { computed, type ComputedRef } from 'vue';
import { useTranslation } from 'i18next-vue';
import type { BoardCard, BoardClient, BoardPerson, BoardView } from '../../server/api/board.js';
import { balanceLevel, balanceShare, type BalanceLevel } from '../ui/balance-level.js';
import { formatDuration } from '../ui/duration.js';
import { isLate, type BoardWords } from './use-board-words.js';

/** What a card says, put into words once however often it comes into sight. */
export interface CardFacts {
  clientName: string;
  personName: string;
  marks: string[];
  deadline: string;
  isLate: boolean;
  left: string;
  isOver: boolean;
  /** Their own timer on this task; empty = none runs. */
  timer: string;
  /** How much of the client's hours is left; null = no client. */
  bar: { level: BalanceLevel; width: string } | null;
}

/** Facts of every card of a view; another view has its own. */
export function useCardFacts(
  view: () => BoardView,
  words: BoardWords,
): ComputedRef<(card: BoardCard) => CardFacts> {
  const { t } = useTranslation();
  return computed(() => {
    const { clients, people, now } = view();
    const clientOf = new Map(clients.map((client) => [client.clientId, client]));
    const personOf = new Map(people.map((person) => [person.userId, person]));
    const known = new WeakMap<BoardCard, CardFacts>();
    const put = (card: BoardCard): CardFacts => {
      const client = card.clientId === null ? undefined : clientOf.get(card.clientId);
      const person = personOf.get(card.userId);
      const noClient = card.clientId === null ? t(`board.parts.${card.part ?? 'development'}`) : '';
      return {
        clientName: client?.name ?? noClient,
        personName: person?.name ?? '',
        marks: words.marks(card),
        deadline: words.deadline(card),
        isLate: isLate(card, now),
        left: words.left(card),
        isOver:
          card.estimateSeconds > 0 && card.spentSeconds > card.estimateSeconds && card.column !== 'done',
        timer: timerOf(card, person),
        bar: client ? barOf(client) : null,
      };
    };
    return (card) => {
      const facts = known.get(card) ?? put(card);
      known.set(card, facts);
      return facts;
    };
  });
}

function timerOf(card: BoardCard, person: BoardPerson | undefined): string {
  return person?.running?.taskId === card.taskId ? formatDuration(person.running.seconds) : '';
}

function barOf({ balance, usableSizeSeconds }: BoardClient): { level: BalanceLevel; width: string } {
  const level = balanceLevel(balance, usableSizeSeconds);
  const share = level === 'over' ? 1 : balanceShare(balance, usableSizeSeconds);
  return { level, width: `${share * 100}%` };
}
