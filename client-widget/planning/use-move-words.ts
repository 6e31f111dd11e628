import { useTranslation } from 'i18next-vue';
import type { PlaceView, TaskMoveView } from '../../server/api/sprints.js';
import type { Sprint } from './use-sprint.js';

/** A change of a task's place in words. */
export function useMoveWords(sprint: Pick<Sprint, 'nameOf' | 'titleOf' | 'names'>) {
  const { t } = useTranslation();
  const span = ({ startDay, finishDay }: PlaceView) => sprint.names.value.span(startDay, finishDay);
  const place = (where: PlaceView) => `${sprint.nameOf(where.userId)}, ${span(where)}`;
  return {
    title: (move: TaskMoveView) => sprint.titleOf(move.taskId),
    what(move: TaskMoveView): string {
      const { before, after } = move;
      if (before === null && after !== null) return t('sprint.change.added', { place: place(after) });
      if (after === null) return t('sprint.change.removed', { place: before ? place(before) : '' });
      // Whose task it stays is said once.
      const was = (where: PlaceView) => (where.userId === after.userId ? span(where) : place(where));
      const values = { before: before ? was(before) : '', after: place(after) };
      return t(`sprint.change.${move.kind === 'other-person' ? 'otherPerson' : move.kind}`, values);
    },
  };
}
