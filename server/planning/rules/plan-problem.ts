import type { Day } from '../../base/days.js';
import { blockedReason } from './blocked-reason.js';
import { effectiveLevels, orderOf, waitingFor } from './dependencies.js';
import type { PlanInput, PlanPart, PlanPerson, PlanTask, UnplannedReason } from './plan-model.js';
import { delayLoss, fitLoss, lateLoss, type Level, weightOf } from './weights.js';

/** The input by numbers: people, days and tasks are places in arrays; `person * dayCount + day` is a person's day. */
export interface Problem {
  input: PlanInput;
  dayCount: number;
  personOf: ReadonlyMap<number, number>;
  taskOf: ReadonlyMap<number, number>;
  clientOf: ReadonlyMap<number, number>;
  capacity: Int32Array;
  /** Capacity without the reserve. */
  plainCapacity: Int32Array;
  /** Most seconds of each client; Infinity = no limit. */
  clientLimit: number[];
  tasks: ProblemTask[];
  /** 1 where `task * people + person` may be. */
  may: Uint8Array;
}

export interface ProblemTask {
  task: PlanTask;
  /** 0 where there is no estimate; such a task is blocked. */
  seconds: number;
  /** -1 = nobody's hours, or they do not matter. */
  client: number;
  /** Days from the first day of the plan; Infinity without a deadline. */
  due: number;
  level: Level;
  weight: number;
  /** First day it may be worked on. */
  ready: number;
  /** Who may do it. */
  people: number[];
  /** Permille lost with each of `people`. */
  fit: number[];
  /** Permille lost when it ends on that day. */
  dayLoss: Int16Array;
  before: number[];
  after: number[];
  /** Who was told to do it, and its last day, -1 = before the plan; null = was not published. Critical work is not held by it. */
  published: { person: number; finish: number } | null;
  pinned: { person: number; parts: [day: number, seconds: number][] } | null;
  /** Worth it may gain by ending later than at once: what was published for another day. */
  slack: number;
  /** Why it cannot be in any plan of this input; null = it can. */
  blocked: UnplannedReason | null;
  /** Critical, put by hand, or waited for by such: refining leaves it, and it gives way to nobody. */
  isFixed: boolean;
  /** Place in the order in which the greedy plan takes tasks; a task stands behind those it waits for. */
  rank: number;
}

export function problemOf(input: PlanInput): Problem {
  const dayCount = input.days.length;
  const personOf = new Map(input.people.map(({ userId }, index) => [userId, index]));
  const clientOf = new Map(input.clients.map(({ clientId }, index) => [clientId, index]));
  const taskOf = new Map(input.tasks.map(({ taskId }, index) => [taskId, index]));
  const capacity = new Int32Array(input.people.length * dayCount);
  const plainCapacity = new Int32Array(capacity.length);
  input.people.forEach((person, at) => {
    for (let day = 0; day < dayCount; day += 1) {
      const seconds = Math.max(0, person.capacitySeconds[day] ?? 0);
      capacity[at * dayCount + day] = seconds;
      plainCapacity[at * dayCount + day] = Math.max(0, seconds - (person.reserveSeconds[day] ?? 0));
    }
  });
  const clientLimit = input.clients.map(({ remainingSeconds, overageSeconds }) =>
    remainingSeconds === null || overageSeconds === null
      ? Infinity
      : Math.max(0, remainingSeconds + overageSeconds),
  );
  const tasks: ProblemTask[] = [];
  const problem = {
    ...{ input, dayCount, personOf, taskOf, clientOf },
    ...{ capacity, plainCapacity, clientLimit, tasks },
    may: new Uint8Array(input.tasks.length * input.people.length),
  };
  fillTasks(problem);
  return problem;
}

function fillTasks(problem: Problem): void {
  const { input, taskOf, tasks } = problem;
  const waits = waitingFor(input.tasks, taskOf);
  const levels = effectiveLevels(input.tasks, waits);
  const published = publishedPlaces(problem);
  const order = orderOf(input.tasks, waits, levels);
  input.tasks.forEach((task, at) => {
    tasks.push(taskFacts(problem, task, { level: levels[at] ?? 0, before: waits[at] ?? [] }));
    const made = tasks[at];
    if (made && made.level < 2) made.published = published.get(task.taskId) ?? null;
    if (made?.published) made.slack = 50 * made.seconds * made.weight;
  });
  tasks.forEach(({ before }, at) => before.forEach((other) => tasks[other]?.after.push(at)));
  order.sequence.forEach((at, rank) => {
    const task = tasks[at];
    if (task) task.rank = rank;
  });
  for (const task of tasks) if (task.pinned || task.level === 2) fix(problem, task);
  tasks.forEach((task, at) => {
    task.people.forEach((person) => (problem.may[at * input.people.length + person] = 1));
    task.blocked = order.inCycle.has(at) ? 'dependency-cycle' : blockedReason(problem, task);
  });
}

function fix(problem: Problem, task: ProblemTask): void {
  task.isFixed = true;
  for (const at of task.before) {
    const before = problem.tasks[at];
    if (before && !before.isFixed) fix(problem, before);
  }
}

function taskFacts(
  problem: Problem,
  task: PlanTask,
  { level, before }: { level: Level; before: number[] },
): ProblemTask {
  const { input, dayCount } = problem;
  const first = input.days[0] ?? '';
  const due = task.deadline === null ? Infinity : daysApart(first, task.deadline);
  const dayLoss = new Int16Array(dayCount);
  for (let day = 0; day < dayCount; day += 1) dayLoss[day] = delayLoss(level, day) + lateLoss(day - due);
  const people = whoMay(problem, task);
  const isFree = task.clientId === null || task.mayExceedHours;
  return {
    ...{ task, level, before, people, dayLoss, due },
    seconds: Math.max(0, task.remainingSeconds ?? 0),
    client: isFree ? -1 : (problem.clientOf.get(task.clientId ?? 0) ?? -1),
    weight: weightOf(task.priority, level),
    ready: task.earliestDay === null ? 0 : Math.max(0, daysApart(first, task.earliestDay)),
    fit: people.map((at) => fitOf(input.people[at], task)),
    ...{ after: [], published: null, slack: 0, blocked: null, rank: 0, isFixed: false },
    pinned: pinnedParts(problem, task),
  };
}

/** Whoever began it, else whom the manager named, else everybody who can and may. */
function whoMay({ input, personOf }: Problem, task: PlanTask): number[] {
  const only = task.startedByUserId ?? task.fixedUserId ?? task.pinned[0]?.userId;
  if (only !== undefined) return [personOf.get(only)].filter((at) => at !== undefined);
  const may = task.eligibleUserIds;
  return input.people.flatMap((person, at) =>
    skillOf(person, task) > 0 && (may === null || may.includes(person.userId)) ? [at] : [],
  );
}

export function skillOf(person: PlanPerson, { workType }: PlanTask): number {
  return (workType === null ? undefined : person.skillPermille[workType]) ?? person.otherSkillPermille;
}

function fitOf(person: PlanPerson | undefined, task: PlanTask): number {
  if (!person) return 0;
  // A task of nobody's needs nobody to know its client.
  const known = task.clientId === null ? 1000 : (person.clientPermille[task.clientId] ?? 0);
  return fitLoss(skillOf(person, task), known);
}

function pinnedParts({ input, personOf }: Problem, task: PlanTask): ProblemTask['pinned'] {
  const [first] = task.pinned;
  if (!first) return null;
  const start = input.days[0] ?? '';
  const parts = task.pinned.map((part): [number, number] => [daysApart(start, part.day), part.seconds]);
  return { person: personOf.get(first.userId) ?? -1, parts: parts.sort((a, b) => a[0] - b[0]) };
}

function publishedPlaces({ input, personOf }: Problem): Map<number, { person: number; finish: number }> {
  const first = input.days[0] ?? '';
  const places = new Map<number, { person: number; finish: number }>();
  for (const part of input.published) {
    const finish = Math.max(-1, daysApart(first, part.day), places.get(part.taskId)?.finish ?? -1);
    places.set(part.taskId, { person: personOf.get(part.userId) ?? -1, finish });
  }
  return places;
}

/** Calendar days from one to the other. */
export function daysApart(from: Day, to: Day): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}

/** Where the parts of a plan lie, by task id. */
export function partsByTask(parts: readonly PlanPart[]): Map<number, PlanPart[]> {
  const found = new Map<number, PlanPart[]>();
  for (const part of parts) {
    const known = found.get(part.taskId);
    if (known) known.push(part);
    else found.set(part.taskId, [part]);
  }
  return found;
}
