import type { Highs, ModelData } from 'highs';
import type { Problem } from '../rules/plan-problem.js';
import { exactPlan } from './exact-plan.js';
import { loadHighs } from './load-highs.js';
import { type LpModel, lpModelOf } from './lp-model.js';
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
 * The value of the linear relaxation, reckoned from its dual prices: any prices ≥ 0 bound every plan, so the solver's
 * tolerances cannot flatter anybody.
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
    return Math.min(boundByPrices(lp, rowDual, 1), boundByPrices(lp, rowDual, -1));
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

/** Σ price × limit + what columns bring beyond their prices, each at most once a task. */
function boundByPrices({ columns, rows }: LpModel, duals: ArrayLike<number>, sign: 1 | -1): number {
  const beyond = columns.map(({ worth }) => worth);
  let sum = 0;
  rows.forEach((row, at) => {
    const price = (Math.max(0, sign * (duals[at] ?? 0)) * POINTS) / scaleOf(row.limit);
    sum += price * row.limit;
    row.columns.forEach((column, index) => {
      beyond[column] = (beyond[column] ?? 0) - price * (row.values[index] ?? 0);
    });
  });
  const best = new Map<number, number>();
  columns.forEach(({ task }, at) => best.set(task, Math.max(best.get(task) ?? 0, beyond[at] ?? 0)));
  return Math.ceil(sum + [...best.values()].reduce((all, one) => all + one, 0));
}
