import type { Highs, ModelData } from 'highs';
import type { Problem } from '../rules/plan-problem.js';
import { exactPlan } from './exact-plan.js';
import { loadHighs } from './load-highs.js';
import { type LpModel, lpModelOf } from './lp-model.js';
import { mostInHours, type Portion } from './most-in-hours.js';
import type { Bound } from './solve-order.js';

/** Up to so many yes-or-no decisions the best plan itself is looked for. */
const MOST_DECISIONS = 250;

/** What no plan can exceed; with the best plan itself where the input is small. */
export async function lpBound(problem: Problem): Promise<Bound> {
  const points = await lpPoints(problem);
  const found = await exactPlan(problem, { mostDecisions: MOST_DECISIONS, seconds: 20 });
  if (found === null) return { points, exact: null };
  return { points: Math.min(points, found.points), exact: found.plan };
}

/**
 * What no plan exceeds, reckoned from the dual prices of the linear relaxation: any prices ≥ 0 bound every plan, so the
 * solver's tolerances cannot flatter anybody. Never more than the relaxation itself, and less where clients' hours are short.
 */
export async function lpPoints(problem: Problem): Promise<number> {
  const lp = lpModelOf(problem);
  if (lp.columns.length === 0) return 0;
  const loaded = await loadHighs();
  const model = loaded.createModel(modelData(loaded, lp));
  try {
    model.options.set({ output_flag: false, solver: 'ipm', run_crossover: 'off' });
    model.run();
    const { rowDual } = model.getSolution();
    // Either sign gives a true bound; only the solver's own sign gives a close one.
    return Math.min(boundByPrices(problem, lp, rowDual, 1), boundByPrices(problem, lp, rowDual, -1));
  } finally {
    model.dispose();
  }
}

const SECONDS = 3600;
const POINTS = 3_600_000;

function modelData(loaded: Highs, { columns, rows }: LpModel): ModelData {
  const numCols = columns.length;
  const starts = [0];
  const indices: number[] = [];
  const values: number[] = [];
  for (const row of rows) {
    for (const column of row.columns) indices.push(column);
    for (const value of row.values) values.push(value / scaleOf(row.limit));
    starts.push(indices.length);
  }
  return {
    ...{ numCols, numRows: rows.length, sense: loaded.constants.objectiveSense.maximize },
    colCost: columns.map(({ worth }) => worth / POINTS),
    colLower: new Float64Array(numCols),
    colUpper: new Float64Array(numCols).fill(loaded.infinity),
    rowLower: new Float64Array(rows.length).fill(-loaded.infinity),
    rowUpper: rows.map(({ limit }) => limit / scaleOf(limit)),
    matrix: { format: 'csr', numCols, numRows: rows.length, starts, indices, values },
  };
}

/** Rows of seconds are told in hours: figures of one size. Rows of shares (limit 0 or 1) stay. */
function scaleOf(limit: number): number {
  return limit > 1 ? SECONDS : 1;
}

/**
 * Σ price of time × limit + what whole tasks bring beyond that: each once, with its best column, and of a client's tasks
 * those that bring the most within the client's hours. These need no price: they are chosen as a plan would choose them.
 */
function boundByPrices(problem: Problem, lp: LpModel, duals: ArrayLike<number>, sign: 1 | -1): number {
  const beyond = lp.columns.map(({ worth }) => worth);
  let sum = 0;
  lp.rows.forEach((row, at) => {
    if (row.kind === 'task' || row.kind === 'hours') return;
    const price = (Math.max(0, sign * (duals[at] ?? 0)) * POINTS) / scaleOf(row.limit);
    sum += price * row.limit;
    row.columns.forEach((column, index) => {
      beyond[column] = (beyond[column] ?? 0) - price * (row.values[index] ?? 0);
    });
  });
  const best = new Float64Array(problem.tasks.length);
  lp.columns.forEach(({ task }, at) => (best[task] = Math.max(best[task] ?? 0, beyond[at] ?? 0)));
  return Math.ceil(sum + mostOfTasks(problem, best));
}

function mostOfTasks({ tasks, clientLimit }: Problem, best: Float64Array): number {
  const ofClient: Portion[][] = clientLimit.map(() => []);
  let free = 0;
  tasks.forEach(({ client, task }, at) => {
    const worth = best[at] ?? 0;
    if (client >= 0 && (clientLimit[client] ?? Infinity) < Infinity) {
      ofClient[client]?.push({ seconds: task.clientSeconds, worth });
    } else free += worth;
  });
  return ofClient.reduce((sum, own, client) => sum + mostInHours(own, clientLimit[client] ?? 0), free);
}
