import { useTranslation } from 'i18next-vue';
import type { BoardCard, BoardPerson, BoardPlace, MoveAnswer } from '../../server/api/board.js';
import { useApp } from '../ui/app-context.js';
import { todayIn } from '../ui/dates.js';
import { formatDuration } from '../ui/duration.js';

/** The sentences the board is made of. */
export function useBoardWords() {
  const { t, i18next } = useTranslation();
  const { session } = useApp();
  const zone = session.portal.timeZone;
  const brief = new Intl.DateTimeFormat(i18next.language, { day: 'numeric', month: 'short', timeZone: zone });
  const clock = new Intl.DateTimeFormat(i18next.language, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
  });

  function place({ column, userId }: BoardPlace, people: readonly BoardPerson[]): string {
    const name = people.find((person) => person.userId === userId)?.name ?? '';
    return `${t(`board.columns.${column}`)}, ${name}`;
  }

  return {
    place,
    clock: (at: number) => clock.format(at),
    brief: (at: number) => brief.format(at),
    reason: ({ reason, byName }: MoveAnswer): string =>
      reason === null ? '' : t(`board.reasons.${reason}${byName ? 'By' : ''}`, { name: byName ?? '' }),
    /** Empty without a deadline, or when it has nothing more to say. */
    deadline: (card: BoardCard): string => {
      if (card.deadlineAt === null || card.column === 'done') return '';
      const isToday = todayIn(zone, card.deadlineAt) === todayIn(zone);
      return isToday ? t('board.today') : t('board.until', { day: brief.format(card.deadlineAt) });
    },
    /** What is left of the estimate; more spent than estimated shows as such. Nothing is left of what is done. */
    left: (card: BoardCard): string => {
      if (card.column === 'done') return t('board.took', { time: formatDuration(card.spentSeconds) });
      if (card.estimateSeconds === 0) return t('board.noEstimate');
      const left = card.estimateSeconds - card.spentSeconds;
      return left >= 0
        ? t('board.left', { time: formatDuration(left) })
        : t('board.over', { time: formatDuration(-left) });
    },
    marks: (card: BoardCard): string[] => [
      ...(card.urgency === 'normal' ? [] : [t(`board.urgency.${card.urgency}`)]),
      ...(card.priority > 1 ? [t('board.high')] : []),
    ],
  };
}
export type BoardWords = ReturnType<typeof useBoardWords>;

export function isLate(card: BoardCard, now: number): boolean {
  return (
    card.deadlineAt !== null && card.deadlineAt < now && card.column !== 'done' && card.column !== 'review'
  );
}
