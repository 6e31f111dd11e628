import { commentTask } from '../acts/comments.js';
import { createRandom, type Random } from '../world/random.js';
import type { World } from '../world/world.js';
import { entriesDemo } from './demo-entries.js';
import { peopleDemo, type DemoPeople } from './demo-people.js';
import { salesDemo } from './demo-sales.js';
import { tasksDemo, type SeededTask } from './demo-tasks.js';
import type { Directory } from './directory.js';
import { emptySeed } from './empty-seed.js';
import { workDays } from './work-days.js';

const dayMs = 24 * 3_600_000;

/** A paid-support department with about 90 days behind it; equal for equal seed and clock. */
export function demoSeed(world: World): void {
  emptySeed(world);
  const random = createRandom(`${world.settings.seed}|people`);
  const now = world.clock.nowSecond();
  const days = workDays(now, world.settings.utcOffsetMinutes, 91);
  const people = peopleDemo(world);
  for (const group of world.data.groups.values()) group.createdAt = now - 200 * dayMs;
  for (const user of world.data.users.values()) user.registeredAt = now - 400 * dayMs;
  const byGroup = tasksDemo(world, random, people, days);
  entriesDemo(world, random, people, byGroup, days);
  talkDemo(world, random, people, byGroup);
  salesDemo(world, people.clients);
  world.directory = directoryOf(people);
}

const questions = [
  'Добрый день! Когда получится посмотреть?',
  'Проверили, всё работает, спасибо!',
  'Нашли ещё одну мелочь, описали ниже.',
  'Подскажите, сколько времени это займёт?',
];
const answers = [
  'Взяли в работу, сегодня посмотрим.',
  'Готово, проверьте, пожалуйста.',
  'Уточните, пожалуйста, на каком товаре это видно?',
  'Выложили на тестовый сайт.',
];

function talkDemo(
  world: World,
  random: Random,
  people: DemoPeople,
  byGroup: Map<number, SeededTask[]>,
): void {
  for (const client of people.clients)
    for (const plan of client.plans)
      for (const { task, fromAt, untilAt } of byGroup.get(plan.group.id) ?? []) {
        if (!random.chance(0.3)) continue;
        const contact = random.pick(client.contacts);
        dated(world, task.id, contact.id, random.pick(questions), Math.min(untilAt, fromAt + 3_600_000));
        dated(
          world,
          task.id,
          task.responsibleId,
          random.pick(answers),
          Math.min(untilAt, fromAt + 7_200_000),
        );
      }
}

function dated(world: World, taskId: number, userId: number, text: string, at: number): void {
  const task = world.data.tasks.get(taskId);
  if (task === undefined) return;
  const posted = commentTask(world, task, userId, text);
  (posted.card === 'old' ? posted.comment : posted.message).createdAt = at;
  task.activityAt = at;
}

function directoryOf(people: DemoPeople): Directory {
  return {
    adminId: 1,
    managerIds: people.managers.map((user) => user.id),
    performerIds: people.performers.map((user) => user.id),
    clients: people.clients.map(({ name, groupIds, contactIds, managerId, companyId }) => ({
      name,
      groupIds,
      contactIds,
      managerId,
      companyId,
    })),
    developmentGroupId: people.development.id,
    freeSupportGroupId: people.freeSupport.id,
  };
}
