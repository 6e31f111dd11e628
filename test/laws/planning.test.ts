import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { makePlan, refinePlan } from '../../server/planning/rules/make-plan.js';
import type { Plan, PlanInput } from '../../server/planning/rules/plan-model.js';
import { partsOf } from '../../server/planning/rules/plan-of-state.js';
import { problemOf } from '../../server/planning/rules/plan-problem.js';
import { lpPoints } from '../../server/planning/solve/lp-bound.js';
import { anyInput } from '../given/planning-inputs.js';
import { breachesOf } from '../given/planning-checker.js';

const input = anyInput({ people: 3, tasks: 9, days: 5 });
const effort = fc.record({ seed: fc.nat(), iterations: fc.constantFrom(1, 50, 150) });
const numRuns = Number(process.env['PLANNING_RUNS'] ?? 60);

describe('a plan', () => {
  it('breaks no rule, made at once or refined, and every reason it tells is true', () => {
    fc.assert(
      fc.property(input, effort, (one, work) => {
        const first = makePlan(one, one.published);
        expect(breachesOf(one, first)).toEqual([]);
        expect(breachesOf(one, refinePlan(one, partsOf(first), work))).toEqual([]);
      }),
      { numRuns },
    );
  });

  it('is the same for the same input, start, seed and iterations', () => {
    fc.assert(
      fc.property(input, effort, (one, work) => {
        const first = refinePlan(one, one.published, work);
        expect(refinePlan(structuredClone(one), structuredClone(one.published), work)).toEqual(first);
      }),
      { numRuns: Math.ceil(numRuns / 3) },
    );
  });

  it('is worth the sum of its parts, each as its meaning says', () => {
    fc.assert(
      fc.property(input, (one) => {
        const { objective } = makePlan(one, []);
        const { total, work, late, delay, fit, moves } = objective;
        expect(total).toBe(work + late + delay + fit + moves);
        expect(Math.max(late, delay, fit, moves)).toBeLessThanOrEqual(0);
        expect(Number.isSafeInteger(total)).toBe(true);
      }),
      { numRuns },
    );
  });

  it('never loses by refining, nor by more capacity when the standing plan is refined', () => {
    fc.assert(
      fc.property(
        input,
        effort,
        fc.nat(14),
        fc.integer({ min: 1, max: 16 }),
        (given, work, where, quarters) => {
          const one = withoutCriticalChains(given);
          const standing = refinePlan(one, [], work);
          const more = withMore(one, where, quarters * 900);
          const grown = refinePlan(more, partsOf(standing), work);
          expect(grown.objective.total).toBeGreaterThanOrEqual(standing.objective.total);
        },
      ),
      { numRuns },
    );
  });

  it('is never worth more than the bound that is told for it', async () => {
    await fc.assert(
      fc.asyncProperty(input, effort, async (one, work) => {
        const bound = await lpPoints(problemOf(one));
        expect(refinePlan(one, one.published, work).objective.total).toBeLessThanOrEqual(bound);
      }),
      { numRuns: Math.ceil(numRuns / 5) },
    );
  });

  it('keeps what stands where nothing changed, unless a place by hand that could not be can now be had', () => {
    fc.assert(
      fc.property(input, effort, (one, work) => {
        const standing = refinePlan(one, [], work);
        const again = makePlan({ ...one, published: partsOf(standing) }, partsOf(standing));
        const impossible = standing.unplanned.filter(({ reason }) => reason === 'pin-impossible');
        const isNowPossible = ({ taskId }: { taskId: number }) =>
          again.planned.some((task) => task.taskId === taskId);
        if (impossible.some(isNowPossible)) return;
        expect(again.planned).toEqual(standing.planned);
      }),
      { numRuns },
    );
  });

  it('plans critical work whoever else is planned, as soon as somebody who may do it has any time', () => {
    fc.assert(
      fc.property(input, (given) => {
        const one = withOneCritical(given);
        const plan = makePlan(one, partsOf(makePlan(given, [])));
        const critical = plan.planned.find(({ taskId }) => taskId === 100);
        const capacity = one.people.find(({ userId }) => userId === critical?.userId)?.capacitySeconds ?? [];
        if (critical) expect(critical.startDay).toBe(one.days[capacity.findIndex((seconds) => seconds > 0)]);
        else expect(reasonOf(plan)).toMatch(/needs-estimate|no-skill|away|hours|too-long/);
      }),
      { numRuns },
    );
  });
});

function reasonOf(plan: Plan): string {
  return plan.unplanned.find(({ taskId }) => taskId === 100)?.reason ?? '';
}

/** Only one critical task, that waits for nothing; nothing put by hand. */
function withOneCritical(input: PlanInput): PlanInput {
  const tasks = input.tasks.map((task) => ({
    ...task,
    pinned: [],
    urgency: task.taskId === 100 ? ('critical' as const) : ('plain' as const),
    ...(task.taskId === 100 && { dependsOn: [], earliestDay: null }),
  }));
  return { ...input, tasks };
}

/** Critical work that waits begins sooner where what it waits for ends sooner: that rule is above the objective. */
function withoutCriticalChains(input: PlanInput): PlanInput {
  const critical = new Set(
    input.tasks.filter(({ urgency }) => urgency === 'critical').map(({ taskId }) => taskId),
  );
  const tasks = input.tasks.map((task) => (critical.has(task.taskId) ? { ...task, dependsOn: [] } : task));
  return { ...input, tasks };
}

function withMore(input: PlanInput, where: number, seconds: number): PlanInput {
  const people = input.people.map((person, at) =>
    at !== where % input.people.length
      ? person
      : {
          ...person,
          capacitySeconds: person.capacitySeconds.map((own, day) =>
            day === where % 5 ? own + seconds : own,
          ),
        },
  );
  return { ...input, people };
}
