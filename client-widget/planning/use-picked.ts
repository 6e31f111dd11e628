import { useTranslation } from 'i18next-vue';
import { nextTick, ref, shallowRef } from 'vue';
import type { DropSpot } from './drag-tasks.js';
import type { Sprint } from './use-sprint.js';

/** Moving by keyboard: space picks a task up, arrows choose the person and the day, space puts it down, Esc gives up. */
export function usePicked(sprint: Sprint, days: () => readonly string[]) {
  const { t } = useTranslation();
  const taskId = ref<number | null>(null);
  const target = shallowRef<DropSpot | null>(null);

  function say(key: string) {
    const at = target.value;
    const values = {
      task: sprint.titleOf(taskId.value ?? 0),
      person: at && at !== 'backlog' ? sprint.nameOf(at.userId) : '',
      day: at && at !== 'backlog' ? sprint.names.value.long(at.day) : '',
    };
    sprint.said.value = t(`sprint.keys.${at === 'backlog' ? 'backlog' : key}`, values);
  }
  function drop() {
    const [id, at] = [taskId.value, target.value];
    taskId.value = null;
    target.value = null;
    if (id !== null && at !== null) void sprint.move(id, at).then(() => focusOn(id));
  }
  function pick(id: number, at: DropSpot) {
    if (taskId.value === id) return drop();
    const week = sprint.week.value;
    const ahead = days().filter((day) => day >= (week?.today ?? ''));
    const isAhead = at !== 'backlog' && ahead.includes(at.day);
    const first = { userId: week?.people[0]?.userId ?? 0, day: ahead[0] ?? '' };
    taskId.value = id;
    target.value = isAhead ? at : first;
    say('picked');
  }
  function step(byPerson: number, byDay: number) {
    const week = sprint.week.value;
    const at = target.value;
    if (!week || at === null || at === 'backlog') return;
    const people = week.people.map(({ userId }) => userId);
    const ahead = days().filter((day) => day >= week.today);
    const person = people[clamp(people.indexOf(at.userId) + byPerson, people.length)];
    const day = ahead[clamp(ahead.indexOf(at.day) + byDay, ahead.length)];
    if (person === undefined || day === undefined) return;
    target.value = { userId: person, day };
    say('at');
  }
  /** For the whole screen: arrows mean the picked task while one is picked. */
  function onKey(event: KeyboardEvent) {
    if (taskId.value === null) return;
    const steps: Record<string, () => void> = {
      ArrowUp: () => step(-1, 0),
      ArrowDown: () => step(1, 0),
      ArrowLeft: () => step(0, -1),
      ArrowRight: () => step(0, 1),
      Enter: drop,
      Delete: () => {
        target.value = 'backlog';
        drop();
      },
      Escape: () => {
        taskId.value = null;
        target.value = null;
        sprint.said.value = t('sprint.keys.givenUp');
      },
    };
    const work = steps[event.key];
    if (!work) return;
    event.preventDefault();
    event.stopPropagation();
    work();
  }
  return { taskId, target, pick, onKey };
}

/** The task is drawn anew where it was put: the keyboard goes along. */
async function focusOn(taskId: number) {
  await nextTick();
  document.querySelector<HTMLElement>(`[data-task="${taskId}"]`)?.focus();
}

function clamp(index: number, length: number): number {
  return Math.max(0, Math.min(length - 1, index));
}

export type Picked = ReturnType<typeof usePicked>;
