import type { PlanPart } from './plan-model.js';

export interface FactTask {
  taskId: number;
  plannedSeconds: number;
  recordedSeconds: number;
  isDone: boolean;
}

export interface WeekFact {
  plannedSeconds: number;
  /** On planned tasks. */
  recordedSeconds: number;
  /** On tasks that were not in the plan. */
  besideSeconds: number;
  urgentSeconds: number;
  doneTasks: number;
  plannedTasks: number;
  tasks: FactTask[];
  people: { userId: number; plannedSeconds: number; recordedSeconds: number }[];
}

export interface Recorded {
  taskId: number;
  userId: number;
  seconds: number;
  isUrgent: boolean;
}

/** What was planned for a week beside what was recorded in it. */
export function weekFact(
  plan: readonly PlanPart[],
  recorded: readonly Recorded[],
  isDone: (taskId: number) => boolean,
): WeekFact {
  const planned = sumBy(plan, ({ taskId }) => taskId);
  const spent = sumBy(recorded, ({ taskId }) => taskId);
  const tasks = [...planned]
    .map(([taskId, plannedSeconds]) => ({
      ...{ taskId, plannedSeconds, recordedSeconds: spent.get(taskId) ?? 0, isDone: isDone(taskId) },
    }))
    .sort((a, b) => a.taskId - b.taskId);
  const plannedOf = sumBy(plan, ({ userId }) => userId);
  const recordedOf = sumBy(recorded, ({ userId }) => userId);
  const people = [...new Set([...plannedOf.keys(), ...recordedOf.keys()])]
    .sort((a, b) => a - b)
    .map((userId) => ({
      ...{ userId, plannedSeconds: plannedOf.get(userId) ?? 0, recordedSeconds: recordedOf.get(userId) ?? 0 },
    }));
  return {
    plannedSeconds: total(plan),
    recordedSeconds: total(recorded.filter(({ taskId }) => planned.has(taskId))),
    besideSeconds: total(recorded.filter(({ taskId }) => !planned.has(taskId))),
    urgentSeconds: total(recorded.filter(({ isUrgent }) => isUrgent)),
    doneTasks: tasks.filter((task) => task.isDone).length,
    plannedTasks: tasks.length,
    ...{ tasks, people },
  };
}

function sumBy<T extends { seconds: number }>(
  rows: readonly T[],
  key: (row: T) => number,
): Map<number, number> {
  const sums = new Map<number, number>();
  for (const row of rows) sums.set(key(row), (sums.get(key(row)) ?? 0) + row.seconds);
  return sums;
}

function total(rows: readonly { seconds: number }[]): number {
  return rows.reduce((all, row) => all + row.seconds, 0);
}
