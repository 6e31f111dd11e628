import { useTranslation } from 'i18next-vue';
import { computed, ref } from 'vue';
import type { BoardCard, BoardPlace, BoardView, MoveAnswer } from '../../server/api/board.js';
import { ApiError, type Loaded } from '../api/index.js';
import { useApp } from '../ui/app-context.js';
import { newRequestId } from '../ui/request-id.js';
import { useErrorWords } from '../ui/use-error-words.js';
import { useBoardWords } from './use-board-words.js';

/**
 * Moves on their way: a card stands where it was put until the portal has said what became of it; then it stays, goes
 * back, or stands where it really is, and a message says why.
 */
export function useMoves(loaded: Loaded<BoardView>, say: (text: string) => void) {
  const { api, frame } = useApp();
  const { t } = useTranslation();
  const toast = useToast();
  const tell = useErrorWords();
  const words = useBoardWords();
  const onTheirWay = ref(new Map<number, BoardPlace>());

  /** As the screen shows them. */
  const cards = computed((): readonly BoardCard[] => {
    const known = loaded.data.value?.cards ?? [];
    if (onTheirWay.value.size === 0) return known;
    return known.map((card) => ({ ...card, ...onTheirWay.value.get(card.taskId) }));
  });

  async function ask(card: BoardCard, to: BoardPlace): Promise<MoveAnswer> {
    const requestId = newRequestId();
    const from = { column: card.column, userId: card.userId };
    const send = async (isFresh: boolean) =>
      api.moveCard({
        ...{ requestId, taskId: card.taskId, from, to },
        accessToken: await frame.accessToken(isFresh),
      });
    try {
      return await send(false);
    } catch (error) {
      // An hour-old token is refused: the portal is asked for a new one, once.
      if (error instanceof ApiError && error.code === 'TOKEN_REFUSED') return send(true);
      throw error;
    }
  }

  async function move(card: BoardCard, to: BoardPlace): Promise<void> {
    const isNowhere = card.column === to.column && card.userId === to.userId;
    if (isNowhere || onTheirWay.value.has(card.taskId)) return;
    hold(card.taskId, to);
    try {
      const answer = await ask(card, to);
      if (answer.card) replace(loaded, answer.card);
      else if (answer.outcome === 'moved') await loaded.reload();
      show(card, to, answer);
    } catch (error) {
      const { title, text, code } = tell(error);
      say(`${t('board.back', { title: card.title })} ${text}`);
      toast.add({ title, description: `${text} ${code}`, color: 'air-primary-alert' });
    } finally {
      hold(card.taskId, null);
    }
  }

  function hold(taskId: number, place: BoardPlace | null) {
    const next = new Map(onTheirWay.value);
    if (place) next.set(taskId, place);
    else next.delete(taskId);
    onTheirWay.value = next;
  }

  function show(card: BoardCard, to: BoardPlace, answer: MoveAnswer) {
    const people = loaded.data.value?.people ?? [];
    if (answer.outcome === 'moved') {
      say(t('board.moved', { title: card.title, place: words.place(to, people) }));
      return;
    }
    const why = words.reason(answer);
    const now = answer.card ? words.place(answer.card, people) : '';
    const title = t(`board.outcome.${answer.outcome}`);
    const text =
      answer.outcome === 'refused' ? why : [why, now && t('board.nowStands', { place: now })].join(' ');
    say(`${title}. ${text}`);
    toast.add({
      title,
      description: text,
      color: answer.outcome === 'refused' ? 'air-primary-alert' : 'air-primary-warning',
    });
  }

  return { cards, move, isMoving: (taskId: number) => onTheirWay.value.has(taskId) };
}
export type Moves = ReturnType<typeof useMoves>;

/** What the server says of one card is newer than the list it came with. */
function replace(loaded: Loaded<BoardView>, card: BoardCard) {
  const view = loaded.data.value;
  if (view)
    loaded.data.value = {
      ...view,
      cards: view.cards.map((one) => (one.taskId === card.taskId ? card : one)),
    };
}
