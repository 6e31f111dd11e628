import type { Plan, PlanInput, PlanTask, UnplannedTask } from '../../server/planning/rules/plan-model.js';

/** Looks at a plan from outside, by the words of its rules, and names whatever is wrong. Shares no code with the planner. */
export function breachesOf(input: PlanInput, plan: Plan): string[] {
  const view = viewOf(input, plan);
  return [
    ...complete(input, plan),
    ...capacityBreaches(view),
    ...clientBreaches(view),
    ...input.tasks.flatMap((task) => taskBreaches(view, task)),
    ...plan.unplanned.flatMap((one) => reasonBreaches(view, one)),
  ];
}

interface View {
  input: PlanInput;
  plan: Plan;
  tasks: Map<number, PlanTask>;
  /** Urgency including what urgent work waits for. */
  level: Map<number, number>;
  planned: Map<number, Plan['planned'][number]>;
}

function viewOf(input: PlanInput, plan: Plan): View {
  const tasks = new Map(input.tasks.map((task) => [task.taskId, task]));
  const level = new Map(
    input.tasks.map((task) => [task.taskId, ['plain', 'urgent', 'critical'].indexOf(task.urgency)]),
  );
  for (let turn = 0; turn < input.tasks.length; turn += 1) {
    for (const task of input.tasks) {
      for (const id of task.dependsOn) {
        if (level.has(id)) level.set(id, Math.max(level.get(id) ?? 0, level.get(task.taskId) ?? 0));
      }
    }
  }
  return { input, plan, tasks, level, planned: new Map(plan.planned.map((one) => [one.taskId, one])) };
}

function complete(input: PlanInput, plan: Plan): string[] {
  const ids = [...plan.planned, ...plan.unplanned].map(({ taskId }) => taskId).sort((a, b) => a - b);
  const asked = input.tasks.map(({ taskId }) => taskId).sort((a, b) => a - b);
  return ids.join() === asked.join() ? [] : ['not every task is in the plan or among the unplanned, once'];
}

interface DayLoad {
  all: number;
  plain: number;
  pinned: number;
}

function loadOn({ plan, level, tasks }: View, userId: number, day: string, without?: number): DayLoad {
  const load: DayLoad = { all: 0, plain: 0, pinned: 0 };
  for (const { taskId, parts } of plan.planned) {
    if (taskId === without) continue;
    for (const part of parts) {
      if (part.userId !== userId || part.day !== day) continue;
      load.all += part.seconds;
      if (level.get(taskId) === 0) load.plain += part.seconds;
      const pins = tasks.get(taskId)?.pinned.filter((pin) => pin.day === day) ?? [];
      if (level.get(taskId) === 0) load.pinned += pins.reduce((sum, { seconds }) => sum + seconds, 0);
    }
  }
  return load;
}

function capacityBreaches(view: View): string[] {
  return view.input.people.flatMap((person) =>
    view.input.days.flatMap((day, at) => {
      const { all, plain, pinned } = loadOn(view, person.userId, day);
      const capacity = person.capacitySeconds[at] ?? 0;
      const most = Math.max(0, capacity - (person.reserveSeconds[at] ?? 0), pinned);
      return [
        ...(all > capacity ? [`${String(person.userId)} has too much on ${day}`] : []),
        ...(plain > most ? [`ordinary work in the reserve of ${String(person.userId)} on ${day}`] : []),
      ];
    }),
  );
}

function usedOf({ plan, tasks }: View, clientId: number): number {
  return plan.planned.reduce((sum, { taskId }) => {
    const task = tasks.get(taskId);
    return sum + (task?.clientId === clientId && !task.mayExceedHours ? task.clientSeconds : 0);
  }, 0);
}

function limitOf({ input }: View, clientId: number | null): number {
  const client = input.clients.find((one) => one.clientId === clientId);
  if (!client || client.remainingSeconds === null || client.overageSeconds === null) return Infinity;
  return Math.max(0, client.remainingSeconds + client.overageSeconds);
}

function clientBreaches(view: View): string[] {
  return view.input.clients
    .filter(({ clientId }) => usedOf(view, clientId) > limitOf(view, clientId))
    .map(({ clientId }) => `client ${String(clientId)} is over its hours`);
}

function onlyOne(task: PlanTask): number | null {
  return task.startedByUserId ?? task.fixedUserId ?? task.pinned[0]?.userId ?? null;
}

function mayDo({ input }: View, task: PlanTask): number[] {
  const only = onlyOne(task);
  if (only !== null) return input.people.filter(({ userId }) => userId === only).map(({ userId }) => userId);
  return input.people
    .filter((person) => {
      const skill = (task.workType && person.skillPermille[task.workType]) ?? person.otherSkillPermille;
      return Number(skill) > 0 && (task.eligibleUserIds?.includes(person.userId) ?? true);
    })
    .map(({ userId }) => userId);
}

function taskBreaches(view: View, task: PlanTask): string[] {
  const is = view.planned.get(task.taskId);
  if (!is) return [];
  const name = `task ${String(task.taskId)}`;
  const sum = is.parts.reduce((all, { seconds }) => all + seconds, 0);
  const days = is.parts.map(({ day }) => day);
  const found = [
    sum !== task.remainingSeconds && `${name} is not whole`,
    is.parts.some(({ userId, seconds }) => userId !== is.userId || seconds <= 0) && `${name} is torn`,
    [...new Set(days)].sort().join() !== days.join() && `${name} has its days in disorder`,
    (is.startDay !== days[0] || is.finishDay !== days.at(-1)) && `${name} tells other days than its parts`,
    !mayDo(view, task).includes(is.userId) && `${name} is with somebody who may not do it`,
    task.earliestDay !== null && is.startDay < task.earliestDay && `${name} begins too early`,
    task.pinned.some((pin) => (is.parts.find(({ day }) => day === pin.day)?.seconds ?? 0) < pin.seconds) &&
      `${name} left the place where it was put`,
    is.lateDays !== daysLate(task, is.finishDay) && `${name} is late by another number of days`,
    ...task.dependsOn.map((id) => view.tasks.has(id) && isTooEarly(view, is, id) && `${name} does not wait`),
    view.level.get(task.taskId) === 2 &&
      task.pinned.length === 0 &&
      waits(view, task) &&
      `critical ${name} waits`,
  ];
  return found.filter((one): one is string => typeof one === 'string');
}

function daysLate({ deadline }: PlanTask, finishDay: string): number {
  if (deadline === null) return 0;
  return Math.max(0, Math.round((Date.parse(finishDay) - Date.parse(deadline)) / 86_400_000));
}

function isTooEarly({ planned }: View, is: Plan['planned'][number], id: number): boolean {
  const before = planned.get(id);
  if (!before) return true;
  return before.userId === is.userId ? is.startDay < before.finishDay : is.startDay <= before.finishDay;
}

/** First day on which a person may begin a task. */
function readyOf(view: View, task: PlanTask, userId: number): number {
  const { input, planned } = view;
  let ready = task.earliestDay === null ? 0 : daysFrom(input.days[0] ?? '', task.earliestDay);
  for (const id of task.dependsOn) {
    const before = planned.get(id);
    if (!before) continue;
    ready = Math.max(ready, input.days.indexOf(before.finishDay) + (before.userId === userId ? 0 : 1));
  }
  return Math.max(0, ready);
}

function daysFrom(first: string, day: string): number {
  return Math.round((Date.parse(day) - Date.parse(first)) / 86_400_000);
}

/** Does its performer do anything but critical work and what was put by hand, or nothing, before it ends? */
function waits(view: View, task: PlanTask): boolean {
  const is = view.planned.get(task.taskId);
  if (!is) return false;
  const person = view.input.people.find(({ userId }) => userId === is.userId);
  const last = view.input.days.indexOf(is.finishDay);
  for (let at = readyOf(view, task, is.userId); at < last; at += 1) {
    const day = view.input.days[at] ?? '';
    const load = loadOn(view, is.userId, day);
    let ofOthers = 0;
    for (const other of view.plan.planned) {
      if (view.level.get(other.taskId) === 2 || isByHand(view, other.taskId)) continue;
      ofOthers += other.parts
        .filter((part) => part.userId === is.userId && part.day === day)
        .reduce((sum, { seconds }) => sum + seconds, 0);
    }
    if (ofOthers > 0 || load.all < (person?.capacitySeconds[at] ?? 0)) return true;
  }
  return false;
}

/** Put by hand, or waited for by such. */
function isByHand(view: View, taskId: number): boolean {
  if (view.tasks.get(taskId)?.pinned.length) return true;
  return [...view.planned.keys()].some((id) => {
    const task = view.tasks.get(id);
    return task !== undefined && task.pinned.length > 0 && waitsFor(view, task, taskId);
  });
}

/** Is the reason that is told true? */
function reasonBreaches(view: View, { taskId, reason, afterTaskId }: UnplannedTask): string[] {
  const task = view.tasks.get(taskId);
  if (!task) return ['an unplanned task is not in the input'];
  const seconds = task.remainingSeconds ?? 0;
  const may = mayDo(view, task);
  const limit = task.mayExceedHours ? Infinity : limitOf(view, task.clientId);
  const used = task.clientId === null ? 0 : usedOf(view, task.clientId);
  const isEmpty = (userId: number): boolean =>
    view.input.people.find((one) => one.userId === userId)?.capacitySeconds.every((left) => left <= 0) ??
    true;
  const after = view.tasks.get(afterTaskId ?? -1);
  const isTrue: Record<UnplannedTask['reason'], () => boolean> = {
    'needs-estimate': () => seconds <= 0,
    'no-skill': () => onlyOne(task) === null && may.length === 0,
    'performer-away': () => onlyOne(task) !== null && may.every(isEmpty),
    'client-out-of-hours': () => task.clientSeconds > limit,
    'client-hours-taken': () => task.clientSeconds <= limit && used + task.clientSeconds > limit,
    'not-yet': () => (task.earliestDay ?? '') > (view.input.days.at(-1) ?? ''),
    'after-dependency': () =>
      after !== undefined && task.dependsOn.includes(after.taskId) && !view.planned.has(after.taskId),
    'dependency-late': () =>
      task.dependsOn.includes(afterTaskId ?? -1) &&
      may.every((userId) => roomFor(view, task, userId, { isAlone: true }) < seconds),
    'dependency-cycle': () => waitsFor(view, task, taskId),
    'too-long': () =>
      may.every((userId) => roomFor(view, task, userId, { isAlone: true, isFirst: true }) < seconds),
    'no-capacity': () => may.every((userId) => roomFor(view, task, userId, {}) < seconds),
    'pin-impossible': () => task.pinned.length > 0,
  };
  return isTrue[reason]() ? [] : [`task ${String(taskId)}: “${reason}” is not true`];
}

function waitsFor(view: View, task: PlanTask, id: number, seen = new Set<number>()): boolean {
  return task.dependsOn.some((before) => {
    if (before === id) return true;
    const next = view.tasks.get(before);
    if (!next || seen.has(before)) return false;
    return waitsFor(view, next, id, seen.add(before));
  });
}

/** Time a person has for a task: beside the plan, or alone; after what it waits for, or as if that were done. */
function roomFor(
  view: View,
  task: PlanTask,
  userId: number,
  { isAlone = false, isFirst = false }: { isAlone?: boolean; isFirst?: boolean },
): number {
  const person = view.input.people.find((one) => one.userId === userId);
  const wanted = task.remainingSeconds ?? 0;
  const level = view.level.get(task.taskId) ?? 0;
  const start = isFirst
    ? readyOf({ ...view, planned: new Map() }, task, userId)
    : readyOf(view, task, userId);
  let room = 0;
  for (let at = start; at < view.input.days.length; at += 1) {
    const day = view.input.days[at] ?? '';
    const load = isAlone ? { all: 0, plain: 0 } : loadOn(view, userId, day);
    const capacity = person?.capacitySeconds[at] ?? 0;
    const all = capacity - load.all;
    const plain = Math.max(0, capacity - (person?.reserveSeconds[at] ?? 0)) - load.plain;
    const free = level > 0 ? all : Math.min(all, plain);
    const shortest = level > 1 ? 1 : Math.max(1, view.input.shortestPartSeconds);
    if (free >= wanted - room) return wanted;
    if (free >= shortest) room += free;
  }
  return room;
}
