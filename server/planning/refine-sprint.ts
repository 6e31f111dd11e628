import type { Visitor } from '../access/index.js';
import type { Refining } from '../api/index.js';
import { AppError, conflict } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { type Change, keepParts } from './change-sprint.js';
import { partsOf } from './rules/plan-of-state.js';
import { weekInput } from './rules/week-input.js';
import { planWeek } from './rules/week-plan.js';
import { solvePlan } from './solve/solve-plan.js';
import { readWeekState, wishesOf } from './week-state.js';

/** The same seed and as many rounds give the same plan. */
const SEED = 1;

interface Work {
  told: Refining;
  abort: AbortController;
}

export interface Refinery {
  /** Begins to look for a better plan, beside everything else. */
  begin: (visitor: Visitor, wanted: Change & { iterations: number }) => Promise<void>;
  look: (portalId: string, weekOn: string) => Refining;
  cancel: (portalId: string, weekOn: string) => void;
}

const none: Refining = { state: 'none', done: 0, total: 0, gainPermille: 0 };

/** Who looks for better plans in this process; a week's search is shown to whoever looks at that week here. */
export function createRefinery(ground: Ground): Refinery {
  const works = new Map<string, Work>();
  const nameOf = (portalId: string, weekOn: string): string => JSON.stringify([portalId, weekOn]);

  async function begin(visitor: Visitor, wanted: Change & { iterations: number }): Promise<void> {
    const { portalId } = visitor;
    const name = nameOf(portalId, wanted.weekOn);
    if (works.get(name)?.told.state === 'running') throw conflict('ALREADY_REFINING', 'It is under way');
    const state = await readWeekState(ground.db, {
      portalId,
      weekOn: wanted.weekOn,
      now: ground.clock.now(),
    });
    if ((state.row?.draft_version ?? 0) !== wanted.version) {
      throw conflict('STALE', 'Somebody else changed the plan');
    }
    const { input } = weekInput(state.facts, wishesOf(state.draft), state.published);
    if (input.days.length === 0) throw conflict('WEEK_IS_OVER', 'The week is over');
    const standing = state.draft.parts.filter(({ day }) => day >= state.facts.today);
    const before = planWeek(input, standing).plan.objective;
    const work: Work = {
      told: { state: 'running', done: 0, total: wanted.iterations, gainPermille: 0 },
      abort: new AbortController(),
    };
    works.set(name, work);
    const gain = (points: number): number =>
      Math.max(0, Math.round(((points - before.total) * 1000) / Math.max(1, Math.abs(before.total))));
    const watch = {
      signal: work.abort.signal,
      onProgress: (done: number, points: number): void => {
        work.told = { ...work.told, done, gainPermille: gain(points) };
      },
    };
    void solvePlan(input, standing, { seed: SEED, iterations: wanted.iterations }, watch)
      .then(async ({ plan, iterations }) => {
        const isStopped = work.abort.signal.aborted;
        if (isStopped) return end(work, 'cancelled');
        const kept = { ...wanted, parts: partsOf(plan) };
        await ground.db.transaction().execute((tx) => keepParts(tx, ground, visitor, kept));
        work.told = { ...work.told, done: iterations, gainPermille: gain(plan.objective.total) };
        end(work, 'done');
      })
      .catch((error: unknown) => {
        const isOvertaken = error instanceof AppError && error.code === 'STALE';
        if (!isOvertaken) ground.log.warn({ err: error, portalId }, 'a plan could not be refined');
        end(work, isOvertaken ? 'overtaken' : 'failed');
      });
  }

  return {
    begin,
    look: (portalId, weekOn) => works.get(nameOf(portalId, weekOn))?.told ?? none,
    cancel: (portalId, weekOn) => works.get(nameOf(portalId, weekOn))?.abort.abort(),
  };
}

function end(work: Work, state: Refining['state']): void {
  work.told = { ...work.told, state };
}
