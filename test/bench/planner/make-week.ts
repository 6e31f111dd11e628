import { addDays } from '../../../server/base/days.js';
import { seeded } from '../../../server/base/seeded.js';
import type {
  PlanClient,
  PlanInput,
  PlanPerson,
  PlanTask,
} from '../../../server/planning/rules/plan-model.js';

export interface WeekSize {
  people: number;
  tasks: number;
  days: number;
  /** Work there is, as a share of the time there is for it. */
  demand: number;
}

const HOUR = 3600;
const MONDAY = '2026-03-02';
const TYPES = [
  'design',
  'functional',
  'parsing',
  'integration',
  'delivery',
  'payment',
  'module',
  'consulting',
];

/** A week of a support house, drawn: skills, deadlines, clients' hours, dependencies, urgent tasks. The same seed gives the same. */
export function makeWeek(size: WeekSize, seed: number): PlanInput {
  const random = seeded(seed * 7919 + 17);
  const days = Array.from({ length: size.days }, (_, index) => addDays(MONDAY, index));
  const people = Array.from({ length: size.people }, (_, at) => makePerson(1 + at, days.length, random));
  const clientIds = Array.from({ length: Math.ceil(size.tasks / 10) }, (_, at) => 500 + at);
  const tasks = Array.from({ length: size.tasks }, (_, at) =>
    makeTask(1000 + at, { random, days, clientIds }),
  );
  scaleToDemand(tasks, people, size.demand);
  linkSome(tasks, random);
  const clients = clientIds.map((clientId) => makeClient(clientId, tasks, random));
  return { days, people, clients, tasks, published: [], shortestPartSeconds: 0 };
}

function makePerson(userId: number, dayCount: number, random: () => number): PlanPerson {
  const norm = pick([8, 8, 8, 6, 4], random) * HOUR;
  const away = random() < 0.1 ? Math.floor(random() * dayCount) : -1;
  const capacitySeconds = Array.from({ length: dayCount }, (_, day) =>
    day === away || day % 7 > 4 ? 0 : norm,
  );
  const known = TYPES.filter(() => random() < 0.35);
  if (known.length === 0) known.push(pick(TYPES, random));
  return {
    userId,
    capacitySeconds,
    reserveSeconds: capacitySeconds.map((seconds) => seconds / 5),
    skillPermille: Object.fromEntries(known.map((type) => [type, 400 + 50 * Math.floor(random() * 13)])),
    otherSkillPermille: 0,
    clientPermille: {},
    wip: 0,
    wipLimit: null,
  };
}

interface Given {
  random: () => number;
  days: string[];
  clientIds: number[];
}

function makeTask(taskId: number, { random, days, clientIds }: Given): PlanTask {
  const hours = Math.exp(Math.log(0.5) + random() * Math.log(24));
  const remainingSeconds = Math.max(1, Math.round(hours * 4)) * 900;
  const urgent = random();
  return {
    taskId,
    clientId: pick(clientIds, random),
    workType: pick(TYPES, random),
    remainingSeconds,
    clientSeconds: random() < 0.1 ? 0 : remainingSeconds,
    spread: null,
    earliestDay: random() < 0.1 ? pick(days, random) : null,
    deadline: random() < 0.35 ? pick(days, random) : null,
    priority: pick([0, 1, 1, 1, 2] as const, random),
    urgency: urgent < 0.003 ? 'critical' : urgent < 0.04 ? 'urgent' : 'plain',
    ...{ fixedUserId: null, eligibleUserIds: null, startedByUserId: null, responsibleUserId: null },
    ...{ dependsOn: [], pinned: [] },
    // A dead site does not wait for a package.
    mayExceedHours: urgent < 0.003,
  };
}

/** Whole quarters of an hour, so that there is as much work as asked for. */
function scaleToDemand(tasks: PlanTask[], people: readonly PlanPerson[], demand: number): void {
  const time = people.reduce(
    (all, { capacitySeconds }) => all + capacitySeconds.reduce((sum, seconds) => sum + 0.8 * seconds, 0),
    0,
  );
  const work = tasks.reduce((all, { remainingSeconds }) => all + (remainingSeconds ?? 0), 0);
  for (const task of tasks) {
    const scaled = Math.max(1, Math.round(((task.remainingSeconds ?? 0) * demand * time) / work / 900)) * 900;
    if (task.clientSeconds > 0) task.clientSeconds = scaled;
    task.remainingSeconds = scaled;
  }
}

function linkSome(tasks: PlanTask[], random: () => number): void {
  tasks.forEach((task, at) => {
    if (at > 0 && random() < 0.08) task.dependsOn.push(tasks[Math.floor(random() * at)]?.taskId ?? 0);
  });
}

function makeClient(clientId: number, tasks: readonly PlanTask[], random: () => number): PlanClient {
  const wanted = tasks
    .filter((task) => task.clientId === clientId)
    .reduce((sum, { clientSeconds }) => sum + clientSeconds, 0);
  // Most have hours for weeks; a third have fewer than this week asks for.
  const kind = random();
  const share = kind < 0.35 ? 0.4 + 0.6 * random() : 1 + 3 * random();
  return {
    clientId,
    remainingSeconds: kind > 0.85 ? null : Math.round(wanted * share),
    overageSeconds: kind > 0.8 ? null : 0,
  };
}

function pick<T>(list: readonly T[], random: () => number): T {
  return list[Math.floor(random() * list.length)] as T;
}
