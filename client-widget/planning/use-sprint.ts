import { useTranslation } from 'i18next-vue';
import { computed, ref, shallowRef } from 'vue';
import type { SprintChanged, SprintTask, TaskMoveView } from '../../server/api/sprints.js';
import { useLoaded } from '../api/index.js';
import { useApp } from '../ui/app-context.js';
import { newRequestId } from '../ui/request-id.js';
import { useAction } from '../ui/use-action.js';
import type { DropSpot } from './drag-tasks.js';
import { dayNames } from './week-days.js';

/** One week on the screen, and every change a manager can make to it. */
export function useSprint(weekOn: () => string) {
  const { api } = useApp();
  const { t, i18next } = useTranslation();
  const action = useAction();
  const loaded = useLoaded(() => api.sprint(weekOn()));
  /** What the last change did to other tasks; null = nothing was changed since the screen opened. */
  const effects = shallowRef<readonly TaskMoveView[] | null>(null);
  const said = ref('');
  const week = computed(() => loaded.data.value);
  const tasks = computed(() => new Map(week.value?.tasks.map((task) => [task.taskId, task])));
  const people = computed(() => new Map(week.value?.people.map((person) => [person.userId, person])));
  const names = computed(() => dayNames(i18next.language));

  const titleOf = (taskId: number) => tasks.value.get(taskId)?.title ?? `#${taskId}`;
  const nameOf = (userId: number) => people.value.get(userId)?.name ?? `#${userId}`;

  async function change(work: (at: { requestId: string; version: number }) => Promise<SprintChanged>) {
    const shown = week.value;
    if (!shown) return false;
    const ok = await action.run(async () => {
      const { sprint, effects: told } = await work({ requestId: newRequestId(), version: shown.version });
      loaded.data.value = sprint;
      effects.value = told;
    });
    // What somebody else changed is shown; the person decides again.
    if (!ok) await loaded.reload();
    return ok;
  }

  async function move(taskId: number, spot: DropSpot, mayExceedHours = false) {
    const shown = week.value;
    if (!shown) return;
    const to = spot === 'backlog' ? null : spot;
    const body = { taskId, to, mayExceedHours };
    const isMoved = await change((at) => api.movePlanned(shown.weekOn, { ...at, ...body }));
    if (!isMoved) said.value = t('sprint.notMoved', { task: titleOf(taskId) });
    else if (to === null) said.value = t('sprint.takenOut', { task: titleOf(taskId) });
    else {
      const words = { task: titleOf(taskId), person: nameOf(to.userId), day: names.value.long(to.day) };
      said.value = t('sprint.moved', words);
    }
  }

  return {
    ...{ loaded, week, tasks, people, effects, said, names, titleOf, nameOf, move },
    ...{ busy: action.busy, error: action.error },
    free: (taskId: number) => change((at) => api.freePlanned(week.value?.weekOn ?? '', { ...at, taskId })),
    replan: () => change((at) => api.replanSprint(week.value?.weekOn ?? '', at)),
    async discard() {
      const shown = week.value;
      if (!shown) return;
      const body = { requestId: newRequestId(), version: shown.version };
      await action.run(async () => (loaded.data.value = await api.discardSprint(shown.weekOn, body)));
      effects.value = null;
    },
    async publish(): Promise<boolean> {
      const shown = week.value;
      if (!shown) return false;
      const body = { requestId: newRequestId(), version: shown.version };
      const ok = await action.run(
        async () => (loaded.data.value = await api.publishSprint(shown.weekOn, body)),
        { title: t('sprint.published'), text: t('sprint.publishedText') },
      );
      if (ok) effects.value = null;
      return ok;
    },
  };
}

export type Sprint = ReturnType<typeof useSprint>;
export type { SprintTask };
