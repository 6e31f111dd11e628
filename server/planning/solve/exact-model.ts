import type { Problem, ProblemTask } from '../rules/plan-problem.js';
import { type PlanState, worthOf } from '../rules/plan-state.js';
import { type Soonest, soonestDays } from './soonest-days.js';

/** Rows of `low ≤ Σ value × column ≤ high`; the first `decisions` columns are yes or no, the others shares of a task. */
export interface ExactModel {
  /** A person does a task and ends it on this day. */
  decisions: { task: number; choice: number; person: number; finish: number; worth: number }[];
  /** The share of a task that a person does on a day. */
  shares: { task: number; person: number; day: number }[];
  rows: { low: number; high: number; columns: number[]; values: number[] }[];
}

/** The rules of a plan without critical work and hand-placed parts as yes-or-no decisions. The shortest part is left out. */
export function exactModelOf(problem: Problem): ExactModel {
  const model: ExactModel = { decisions: [], shares: [], rows: [] };
  const soonest = soonestDays(problem);
  problem.tasks.forEach((task, at) => {
    if (task.blocked === null) addColumns(problem, model, { task, at, soonest: soonest[at] ?? [] });
  });
  const own = columnsByTask(model, problem.tasks.length);
  problem.tasks.forEach((task, at) => {
    if (task.blocked === null) addTaskRows(problem, model, task, own[at] ?? emptyColumns());
    for (const before of task.before) {
      addWaiting(model, own[before] ?? emptyColumns(), own[at] ?? emptyColumns());
    }
  });
  addLimits(problem, model);
  return model;
}

function addColumns(
  problem: Problem,
  model: ExactModel,
  { task, at, soonest }: { task: ProblemTask; at: number; soonest: readonly Soonest[] },
): void {
  task.people.forEach((person, choice) => {
    const { start, finish } = soonest[choice] ?? { start: Infinity, finish: Infinity };
    if (finish >= problem.dayCount) return;
    for (let day = start; day < problem.dayCount; day += 1) {
      if ((problem.capacity[person * problem.dayCount + day] ?? 0) === 0) continue;
      model.shares.push({ task: at, person, day });
      if (day < finish) continue;
      model.decisions.push({
        ...{ task: at, choice, person, finish: day },
        worth: worthOf(task, choice, day),
      });
    }
  });
}

interface OwnColumns {
  decisions: { column: number; person: number; day: number }[];
  shares: { column: number; person: number; day: number }[];
}

function emptyColumns(): OwnColumns {
  return { decisions: [], shares: [] };
}

function columnsByTask({ decisions, shares }: ExactModel, tasks: number): OwnColumns[] {
  const own = Array.from({ length: tasks }, emptyColumns);
  decisions.forEach(({ task, person, finish }, column) =>
    own[task]?.decisions.push({ column, person, day: finish }),
  );
  shares.forEach(({ task, person, day }, index) =>
    own[task]?.shares.push({ column: decisions.length + index, person, day }),
  );
  return own;
}

function addTaskRows(
  { capacity, plainCapacity, dayCount }: Problem,
  { rows }: ExactModel,
  { seconds, level }: ProblemTask,
  { decisions, shares }: OwnColumns,
): void {
  rows.push({
    low: 0,
    high: 1,
    columns: decisions.map(({ column }) => column),
    values: decisions.map(() => 1),
  });
  for (const person of new Set(decisions.map((one) => one.person))) {
    const ends = decisions.filter((one) => one.person === person);
    const work = shares.filter((one) => one.person === person);
    const columns = [...work, ...ends].map(({ column }) => column);
    rows.push({ low: 0, high: 0, columns, values: [...work.map(() => 1), ...ends.map(() => -1)] });
    for (const { column, day } of work) {
      const later = ends.filter((one) => one.day >= day).map((one) => one.column);
      // A day holds at most so much of it; told of each task alone, because it bounds halves of decisions too.
      const room = (level === 0 ? plainCapacity : capacity)[person * dayCount + day] ?? 0;
      const most = Math.min(1, room / seconds);
      rows.push({
        low: -Infinity,
        high: 0,
        columns: [column, ...later],
        values: [1, ...later.map(() => -most)],
      });
    }
  }
}

/** Work on what waits: only once the other has ended, on the day itself only by the same person. */
function addWaiting({ rows }: ExactModel, before: OwnColumns, after: OwnColumns): void {
  for (const { column, person, day } of after.shares) {
    const ended = before.decisions
      .filter((one) => (one.person === person ? one.day <= day : one.day < day))
      .map((one) => one.column);
    rows.push({ low: -Infinity, high: 0, columns: [column, ...ended], values: [1, ...ended.map(() => -1)] });
  }
}

function addLimits(problem: Problem, model: ExactModel): void {
  const { capacity, plainCapacity, clientLimit, tasks, dayCount } = problem;
  const row = (high: number): ExactModel['rows'][number] => ({
    low: -Infinity,
    high,
    columns: [],
    values: [],
  });
  const all = [...capacity].map(row);
  const plain = [...plainCapacity].map(row);
  const clients = clientLimit.map(row);
  const put = (to: ExactModel['rows'][number] | undefined, column: number, value: number): void => {
    to?.columns.push(column);
    to?.values.push(value);
  };
  model.shares.forEach(({ task, person, day }, index) => {
    const column = model.decisions.length + index;
    const facts = tasks[task];
    put(all[person * dayCount + day], column, facts?.seconds ?? 0);
    if (facts?.level === 0) put(plain[person * dayCount + day], column, facts.seconds);
  });
  model.decisions.forEach(({ task }, column) => {
    const facts = tasks[task];
    if (facts && facts.client >= 0) put(clients[facts.client], column, facts.task.clientSeconds);
  });
  model.rows.push(
    ...[...all, ...plain, ...clients].filter(({ columns, high }) => columns.length > 0 && high < Infinity),
  );
}

/** The columns of a plan that is known already: a start for the search. */
export function startFrom(
  { decisions, shares }: ExactModel,
  problem: Problem,
  state: PlanState,
): Float64Array {
  const values = new Float64Array(decisions.length + shares.length);
  decisions.forEach(({ task, person, finish }, column) => {
    if (state.person[task] === person && state.finish[task] === finish) values[column] = 1;
  });
  shares.forEach(({ task, person, day }, index) => {
    const parts = state.parts[task];
    const seconds = state.person[task] === person ? (parts?.seconds[parts.days.indexOf(day)] ?? 0) : 0;
    values[decisions.length + index] = seconds / Math.max(1, problem.tasks[task]?.seconds ?? 1);
  });
  return values;
}
