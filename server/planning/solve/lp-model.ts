import type { Problem, ProblemTask } from '../rules/plan-problem.js';
import { WHOLE } from '../rules/weights.js';
import { type Soonest, soonestDays } from './soonest-days.js';

/** A linear programme: columns are shares of a task done by a person on a day; maximise Σ worth × share. */
export interface LpModel {
  columns: LpColumn[];
  rows: LpRow[];
}

export interface LpColumn {
  task: number;
  person: number;
  day: number;
  worth: number;
}

export interface LpRow {
  /** What is limited: how far what waits may be done, a task once, a person's time, a client's hours. */
  kind: 'chain' | 'task' | 'time' | 'hours';
  limit: number;
  columns: number[];
  values: number[];
}

/**
 * What no plan can exceed: tasks may be torn between people and days, and what waits begins no sooner than it could if there
 * were no other work. A share done on a day brings what the task would bring if it ended on that day or on the best later
 * one that it can end on, so every real plan is worth at most as much here.
 */
export function lpModelOf(problem: Problem): LpModel {
  const columns: LpColumn[] = [];
  const soonest = soonestDays(problem);
  const tasks = problem.tasks.map(() => emptyRow('task', 1));
  const total = [...problem.capacity].map((limit) => emptyRow('time', limit));
  const plain = [...problem.plainCapacity].map((limit) => emptyRow('time', limit));
  const clients = problem.clientLimit.map((limit) => emptyRow('hours', limit));
  problem.tasks.forEach((task, at) => {
    if (task.blocked !== null) return;
    const own = columnsOf(problem, task, at, soonest[at] ?? []);
    for (const column of own) {
      const index = columns.push(column) - 1;
      const spot = column.person * problem.dayCount + column.day;
      put(tasks[at], index, 1);
      put(total[spot], index, task.seconds);
      if (task.level === 0 && !task.pinned) put(plain[spot], index, task.seconds);
      if (task.client >= 0) put(clients[task.client], index, task.task.clientSeconds);
    }
  });
  const chains = problem.tasks.flatMap((task, at) =>
    task.before.map((before) => chainRow(columns, before, at)),
  );
  const rows = [...chains, ...tasks, ...total, ...plain, ...clients].filter(
    (row) => row.columns.length > 0 && row.limit < Infinity,
  );
  return { columns, rows };
}

function columnsOf(problem: Problem, task: ProblemTask, at: number, soonest: readonly Soonest[]): LpColumn[] {
  const found: LpColumn[] = [];
  task.people.forEach((person, choice) => {
    const { start, finish } = soonest[choice] ?? { start: Infinity, finish: Infinity };
    let most = -Infinity;
    for (let day = problem.dayCount - 1; day >= start; day -= 1) {
      if (day >= finish)
        most = Math.max(most, task.seconds * task.weight * (WHOLE - lossOf(task, choice, day)));
      if (most > 0 && (problem.capacity[person * problem.dayCount + day] ?? 0) > 0) {
        found.push({ task: at, person, day, worth: most });
      }
    }
  });
  return found;
}

/** The least a person loses with a task that ends on this day. */
function lossOf(task: ProblemTask, choice: number, day: number): number {
  const move = task.published && task.people[choice] !== task.published.person ? 100 : 0;
  return (task.fit[choice] ?? 0) + (task.dayLoss[day] ?? 0) + move;
}

function emptyRow(kind: LpRow['kind'], limit: number): LpRow {
  return { kind, limit, columns: [], values: [] };
}

function put(row: LpRow | undefined, column: number, value: number): void {
  if (!row || value === 0) return;
  row.columns.push(column);
  row.values.push(value);
}

/** What waits is done at most as far as what it waits for. */
function chainRow(columns: readonly LpColumn[], before: number, after: number): LpRow {
  const row = emptyRow('chain', 0);
  columns.forEach(({ task }, index) => {
    if (task === after) put(row, index, 1);
    if (task === before) put(row, index, -1);
  });
  return row;
}
