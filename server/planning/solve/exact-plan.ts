import type { Highs, ModelData } from 'highs';
import { adoptPlan } from '../rules/adopt-plan.js';
import { fill } from '../rules/find-room.js';
import type { Plan } from '../rules/plan-model.js';
import { planOfState } from '../rules/plan-of-state.js';
import type { Problem } from '../rules/plan-problem.js';
import { emptyState, place, type PlanState } from '../rules/plan-state.js';
import { refineState } from '../rules/refine-state.js';
import { loadHighs } from './load-highs.js';
import { type ExactModel, exactModelOf, startFrom } from './exact-model.js';

export interface Exact {
  /** No plan is worth more, as far as the search came. */
  points: number;
  /** The search came to its end: the plan found is the best there is. */
  isProven: boolean;
  /** That plan; null where the search was cut short, or the plan would need shorter parts than allowed. */
  plan: Plan | null;
}

export interface ExactEffort {
  mostDecisions: number;
  seconds: number;
}

const POINTS = 3_600_000;
/** A gap that nobody can see. */
const GAP = 1e-4;

/** The best plan of a small input; null where it is too large, or has critical work or parts put by hand. */
export async function exactPlan(
  problem: Problem,
  { mostDecisions, seconds }: ExactEffort,
): Promise<Exact | null> {
  if (problem.tasks.some(({ level, pinned }) => level === 2 || pinned !== null)) return null;
  const exact = exactModelOf(problem);
  if (exact.decisions.length === 0 || exact.decisions.length > mostDecisions) return null;
  const known = adoptPlan(problem, []);
  refineState(problem, known, { seed: 1, iterations: 2000 });
  const loaded = await loadHighs();
  const model = loaded.createModel(modelData(loaded, exact));
  try {
    model.options.set({ output_flag: false, time_limit: seconds, mip_rel_gap: GAP, mip_abs_gap: 0 });
    model.setSolution({ colValue: startFrom(exact, problem, known) });
    model.run();
    const isProven = model.getModelStatus() === loaded.constants.modelStatus.optimal;
    const points = Math.floor(Number(model.info.get('mip_dual_bound')) * POINTS + 1);
    const found = stateOf(problem, exact, model.getSolution().colValue);
    const state = found && found.score > known.score ? found : known;
    const isBest = isProven && state.score >= points * (1 - 2 * GAP);
    return { points, isProven, plan: isBest ? planOfState(problem, state) : null };
  } finally {
    model.dispose();
  }
}

function modelData(loaded: Highs, { decisions, shares, rows }: ExactModel): ModelData {
  const numCols = decisions.length + shares.length;
  const { integer, continuous } = loaded.constants.variableType;
  const limit = (value: number): number =>
    Number.isFinite(value) ? value : Math.sign(value) * loaded.infinity;
  const starts = [0];
  for (const { columns } of rows) starts.push((starts.at(-1) ?? 0) + columns.length);
  return {
    ...{ numCols, numRows: rows.length, sense: loaded.constants.objectiveSense.maximize },
    colCost: [...decisions.map(({ worth }) => worth / POINTS), ...shares.map(() => 0)],
    colLower: new Float64Array(numCols),
    colUpper: new Float64Array(numCols).fill(1),
    rowLower: rows.map(({ low }) => limit(low)),
    rowUpper: rows.map(({ high }) => limit(high)),
    integrality: [...decisions.map(() => integer), ...shares.map(() => continuous)],
    matrix: {
      ...{ format: 'csr', numCols, numRows: rows.length, starts },
      indices: rows.flatMap(({ columns }) => columns),
      values: rows.flatMap(({ values }) => values),
    },
  };
}

/** Who does what until when is decided; the parts follow, soonest end first. */
function stateOf(problem: Problem, { decisions }: ExactModel, values: ArrayLike<number>): PlanState | null {
  const state = emptyState(problem);
  const rank = (at: number): number => problem.tasks[at]?.rank ?? 0;
  const chosen = decisions
    .filter((_, column) => (values[column] ?? 0) > 0.5)
    .sort((a, b) => a.finish - b.finish || rank(a.task) - rank(b.task));
  for (const { task, choice, person, finish } of chosen) {
    const parts = fill(problem, state, task, person);
    if (!parts || (parts.days.at(-1) ?? Infinity) > finish) return null;
    place(problem, state, task, { choice, parts });
  }
  return state;
}
