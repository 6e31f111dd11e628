import { createTask, type TaskDraft } from '../acts/tasks.js';
import type { Random } from '../world/random.js';
import type { Group, Task, User } from '../world/model.js';
import type { World } from '../world/world.js';
import type { DemoPeople } from './demo-people.js';
import { developmentTexts, freeSupportTexts, workTexts, type WorkText } from './work-texts.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const standingTitle = 'Мелкие правки и вопросы';

/** A seeded task with the comments its entries may carry. */
export interface SeededTask {
  task: Task;
  text: WorkText;
  fromAt: number;
  untilAt: number;
}

interface Kind {
  group: Group;
  texts: readonly WorkText[];
  pages: readonly string[];
  count: number;
  creators: User[];
}

/** One plan: what the task is called, when it lived and how it stands now. */
function planTask(
  random: Random,
  kind: Kind,
  performers: User[],
  days: number[],
  now: number,
  used: Set<string>,
): SeededTask['text'] & { draft: TaskDraft; untilAt: number } {
  const text = random.pick(kind.texts);
  const title = freeTitle(random, text, kind.pages, used);
  // nothing is created later than now: of today only what has passed
  const past = days.filter((day) => day + 17 * hourMs <= now);
  // a third is fresh, so that the board has something to show
  const createdAt =
    random.pick(random.chance(0.34) ? past.slice(-8) : past) + random.between(9 * 60, 17 * 60) * 60_000;
  const untilAt = Math.min(now, createdAt + random.between(2, 16) * dayMs);
  const isOver = untilAt < now && random.chance(0.86);
  const status = isOver ? 5 : random.pick([2, 2, 2, 3, 3, 3, 4, 6]);
  const responsible = random.pick(performers);
  const deadlineAt = random.chance(0.6) ? createdAt + random.between(3, 20) * dayMs : null;
  const draft: TaskDraft = {
    title,
    description: `${text.type}. Подробности в переписке.`,
    groupId: kind.group.id,
    createdBy: random.pick(kind.creators).id,
    responsibleId: responsible.id,
    accomplices: random.chance(0.25)
      ? [random.pick(performers).id].filter((id) => id !== responsible.id)
      : [],
    status,
    priority: random.chance(0.12) ? 2 : 1,
    deadlineAt,
    estimateSeconds: random.chance(0.6) ? random.pick([1, 2, 2, 3, 4, 6, 8, 12]) * 3_600 : 0,
    taskControl: random.chance(0.3),
    tags: [text.type],
    createdAt,
    startedAt: status === 2 || status === 6 ? null : createdAt + 2 * hourMs,
    closedAt: status === 5 ? untilAt : null,
  };
  return { ...text, draft, untilAt };
}

/** A title of the work type that the group does not have yet; when all are taken, one of them comes back numbered. */
function freeTitle(random: Random, text: WorkText, pages: readonly string[], used: Set<string>): string {
  const all = text.titles.flatMap((title) =>
    title.includes('{p}') ? pages.map((page) => title.replace('{p}', page)) : [title],
  );
  const free = all.filter((title) => !used.has(title));
  if (free.length > 0) return random.pick(free);
  const again = random.pick(all);
  const numbered = (count: number): string => `${again}, обращение ${count}`;
  let count = 2;
  while (used.has(numbered(count))) count += 1;
  return numbered(count);
}

function standing(group: Group, manager: User, performer: User, createdAt: number): TaskDraft {
  return {
    title: standingTitle,
    description: 'Всё, что занимает меньше получаса.',
    groupId: group.id,
    createdBy: manager.id,
    responsibleId: performer.id,
    status: 3,
    createdAt,
    startedAt: createdAt,
    tags: ['Консультация'],
  };
}

/** Tasks of every group over the last 90 days, oldest first, so that ids grow with time. */
export function tasksDemo(
  world: World,
  random: Random,
  people: DemoPeople,
  days: number[],
): Map<number, SeededTask[]> {
  const now = world.clock.nowSecond();
  const kinds: Kind[] = [
    ...people.clients.flatMap((client) =>
      client.plans.map((plan): Kind => ({
        group: plan.group,
        texts: plan.group.name.includes('1С')
          ? workTexts.filter((text) => /1С|Настройка|Консультация/.test(text.type))
          : workTexts,
        pages: plan.pages,
        count: random.between(18, 32),
        creators: [...client.contacts, ...people.managers.filter((user) => user.id === client.managerId)],
      })),
    ),
    {
      group: people.development,
      texts: [developmentTexts],
      pages: [],
      count: developmentTexts.titles.length,
      creators: people.managers,
    },
    {
      group: people.freeSupport,
      texts: [freeSupportTexts],
      pages: [],
      count: freeSupportTexts.titles.length,
      creators: people.managers,
    },
  ];
  const plans = kinds.flatMap((kind) => plansOf(random, kind, people, days, now));
  plans.sort((one, other) => (one.draft.createdAt ?? 0) - (other.draft.createdAt ?? 0));
  const byGroup = new Map<number, SeededTask[]>();
  for (const { draft, untilAt, text } of plans) {
    const task = createTask(world, draft, true);
    task.closedBy = task.status === 5 ? task.responsibleId : null;
    const row = { task, text, fromAt: task.createdAt, untilAt };
    byGroup.set(task.groupId, [...(byGroup.get(task.groupId) ?? []), row]);
  }
  return byGroup;
}

interface Plan {
  draft: TaskDraft;
  untilAt: number;
  text: WorkText;
}

function plansOf(random: Random, kind: Kind, people: DemoPeople, days: number[], now: number): Plan[] {
  const used = new Set<string>([standingTitle]);
  const plans = Array.from({ length: kind.count }, (): Plan => {
    const { draft, untilAt, ...text } = planTask(random, kind, people.performers, days, now, used);
    used.add(draft.title);
    return { draft, untilAt, text };
  });
  const consulting = workTexts.find((text) => text.type === 'Консультация');
  const manager = people.managers[0];
  if (consulting === undefined || manager === undefined) return plans;
  const text = kind.texts.length === 1 ? (kind.texts[0] ?? consulting) : consulting;
  const always = standing(kind.group, manager, random.pick(people.performers), (days[0] ?? now) + 9 * hourMs);
  return [{ draft: always, untilAt: now, text }, ...plans];
}
