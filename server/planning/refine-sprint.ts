import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Visitor } from '../access/index.js';
import { daySchema, type Refining } from '../api/index.js';
import { systemClock } from '../base/clock.js';
import type { Day } from '../base/days.js';
import type { DbOrTx, Tx } from '../base/db/index.js';
import { badInput, conflict } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import {
  askWork,
  cancelWork,
  isUnderWay,
  readWork,
  type Work,
  type WorkHands,
  type WorkRow,
} from '../base/jobs/index.js';
import { type Change, holdWeek, keepParts } from './change-sprint.js';
import { partsOf } from './rules/plan-of-state.js';
import type { Plan, PlanInput, PlanPart } from './rules/plan-model.js';
import { weekInput } from './rules/week-input.js';
import { planWeek } from './rules/week-plan.js';
import { solvePlan } from './solve/solve-plan.js';
import { readWeekState, wishesOf, type WeekState } from './week-state.js';

/** The same seed and as many rounds give the same plan. */
const SEED = 1;
const LOOK_EVERY_MS = 300;

interface Of {
  portalId: string;
  weekOn: Day;
}

const wantedSchema = z.object({
  ...{ requestId: z.string(), version: z.number().int(), iterations: z.number().int() },
  ...{ weekOn: daySchema, userId: z.number().int() },
});
const resultSchema = z.object({ gainPermille: z.number().int() });

/**
 * Asks for a better plan of a week; a long work begins to look for it beside everything else.
 * Errors: STALE, WEEK_IS_OVER, ALREADY_REFINING.
 */
export async function askRefining(
  tx: Tx,
  ground: Ground,
  visitor: Visitor,
  wanted: Change & { iterations: number },
): Promise<void> {
  const { portalId, userId } = visitor;
  inputOf(await holdWeek(tx, ground, visitor, wanted));
  const asked = { stage: 'refining', askedBy: userId, wanted: { ...wanted, userId } };
  const work = workOf({ portalId, weekOn: wanted.weekOn });
  const isAsked = await askWork(tx, ground.clock, work, { asked, machineNow: systemClock.now() });
  if (!isAsked) throw conflict('ALREADY_REFINING', 'It is under way');
}

/** How far the search for a week is, or how it ended, whichever process has it. */
export async function lookAtRefining(db: DbOrTx, of: Of): Promise<Refining> {
  const row = await readWork(db, workOf(of));
  if (!row) return { state: 'none', done: 0, total: 0, gainPermille: 0 };
  const result = resultSchema.safeParse(JSON.parse(row.result ?? 'null'));
  const gainPermille = result.success ? result.data.gainPermille : 0;
  return { state: stateOf(row), done: row.done, total: row.total ?? 0, gainPermille };
}

function stateOf(row: WorkRow): Refining['state'] {
  if (row.finished_at === null) return isUnderWay(row, systemClock.now()) ? 'running' : 'interrupted';
  if (row.state === 'cancelled') return 'cancelled';
  if (row.failed_reason === null) return 'done';
  return row.failed_reason === 'STALE' ? 'overtaken' : 'failed';
}

export async function cancelRefining(tx: Tx, ground: Ground, of: Of): Promise<void> {
  await cancelWork(tx, ground.clock, workOf(of), systemClock.now());
}

/** The long work: the plan refined in a thread; kept only if nobody changed the draft meanwhile and nobody stopped it. */
export async function refineSprint(
  ground: Ground,
  portalId: string,
  hands: WorkHands,
): Promise<z.infer<typeof resultSchema>> {
  const { userId, ...wanted } = wantedSchema.parse(hands.wanted);
  const { weekOn, iterations } = wanted;
  const state = await readWeekState(ground.db, { portalId, weekOn, now: ground.clock.now() });
  const input = inputOf(state);
  const standing = state.draft.parts.filter(({ day }) => day >= state.facts.today);
  const before = planWeek(input, standing).plan.objective.total;
  await hands.step({ done: 0, total: iterations });
  const plan = await watched(hands, { input, standing, iterations });
  // The last moment to stop: then it is kept.
  await hands.step({ done: iterations });
  const kept = { ...wanted, parts: partsOf(plan) };
  await ground.db.transaction().execute((tx) => keepParts(tx, ground, { portalId, userId }, kept));
  const gain = ((plan.objective.total - before) * 1000) / Math.max(1, Math.abs(before));
  return { gainPermille: Math.max(0, Math.round(gain)) };
}

async function watched(
  { step }: WorkHands,
  order: { input: PlanInput; standing: PlanPart[]; iterations: number },
): Promise<Plan> {
  const left = new AbortController();
  let done = 0;
  const solved = solvePlan(
    order.input,
    order.standing,
    { seed: SEED, iterations: order.iterations },
    { signal: left.signal, onProgress: (rounds) => (done = rounds) },
  );
  solved.catch(() => undefined);
  try {
    for (;;) {
      const plan = await Promise.race([solved, pause(LOOK_EVERY_MS, null)]);
      if (plan !== null) return plan;
      await step({ done });
    }
  } finally {
    left.abort();
  }
}

function inputOf(state: WeekState): PlanInput {
  const { input } = weekInput(state.facts, wishesOf(state.draft), state.published);
  if (input.days.length === 0) throw badInput('WEEK_IS_OVER', 'The week is over');
  return input;
}

/** One search a week: `refine:20260302`. */
function workOf({ portalId, weekOn }: Of): Work {
  return { portalId, work: `refine:${weekOn.replaceAll('-', '')}` };
}
