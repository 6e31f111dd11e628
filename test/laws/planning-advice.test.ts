import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lookAheadAside } from '../../server/planning/ahead/look-ahead.js';
import { diffPlans } from '../../server/planning/rules/diff-plans.js';
import { effectOf } from '../../server/planning/rules/effect-of.js';
import { lookAhead } from '../../server/planning/rules/foresight.js';
import { makePlan } from '../../server/planning/rules/make-plan.js';
import type { PlanInput } from '../../server/planning/rules/plan-model.js';
import { partsOf } from '../../server/planning/rules/plan-of-state.js';
import { promiseDates, type PromisedDate } from '../../server/planning/rules/promise-dates.js';
import { suggestPerformer } from '../../server/planning/rules/suggest-performer.js';
import { breachesOf } from '../given/planning-checker.js';
import { anyInput } from '../given/planning-inputs.js';

const input = anyInput({ people: 3, tasks: 8, days: 8 });
const numRuns = Number(process.env['PLANNING_RUNS'] ?? 60);
const shares = fc.array(fc.integer({ min: 0, max: 700 }), { maxLength: 4 });
const AFTER = '9999-12-31';
const at = (day: string | null): string => day ?? AFTER;

describe('promised dates', () => {
  it('are told for every planned task: half before nine tenths, never before the planned day, the same for the same seed', () => {
    fc.assert(
      fc.property(input, fc.nat(), shares, (one, seed, urgentWeeks) => {
        const plan = makePlan(one, []);
        const options = { seed, runs: 20, urgentWeeks };
        const told = promiseDates(one, plan, options);
        expect(told.map(({ taskId }) => taskId)).toEqual(plan.planned.map(({ taskId }) => taskId));
        told.forEach(({ on50, on90 }, index) => {
          expect(at(on50) <= at(on90)).toBe(true);
          expect(at(on50) >= (plan.planned[index]?.finishDay ?? '')).toBe(true);
        });
        expect(promiseDates(structuredClone(one), structuredClone(plan), options)).toEqual(told);
      }),
      { numRuns },
    );
  });

  it('are the planned days where every duration is known and nothing urgent is in the way', () => {
    fc.assert(
      fc.property(input, fc.nat(), (given, seed) => {
        const one = { ...given, tasks: given.tasks.map((task) => ({ ...task, ...certain(task), ...plain })) };
        const plan = makePlan(one, []);
        for (const { taskId, on50, on90 } of promiseDates(one, plan, { seed, runs: 5, urgentWeeks: [0] })) {
          const planned = plan.planned.find((task) => task.taskId === taskId);
          expect([on50, on90]).toEqual([planned?.finishDay, planned?.finishDay]);
        }
      }),
      { numRuns },
    );
  });

  it('never come later when people have more time, or when less of it goes to urgent work', () => {
    fc.assert(
      fc.property(
        input,
        fc.nat(),
        shares,
        fc.nat(23),
        fc.integer({ min: 1, max: 16 }),
        (given, seed, urgentWeeks, where, quarters) => {
          // With chains a longer wait of one may let another pass: there it does not hold for everybody.
          const one = { ...given, tasks: given.tasks.map((task) => ({ ...task, dependsOn: [] })) };
          const plan = makePlan(one, []);
          const told = promiseDates(one, plan, { seed, runs: 15, urgentWeeks });
          const more = promiseDates(withMore(one, where, quarters * 900), plan, {
            seed,
            runs: 15,
            urgentWeeks,
          });
          expectNoneLater(told, more);
          const calm = promiseDates(one, plan, {
            seed,
            runs: 15,
            urgentWeeks: urgentWeeks.map((share) => Math.floor(share / 2)),
          });
          if (urgentWeeks.length > 0) expectNoneLater(told, calm);
        },
      ),
      { numRuns },
    );
  });
});

const plain = { urgency: 'plain' as const, dependsOn: [] };
function certain({ remainingSeconds }: PlanInput['tasks'][number]) {
  const known = remainingSeconds ?? 0;
  return { spread: { optimisticSeconds: known, likelySeconds: known, pessimisticSeconds: known } };
}

function withMore(one: PlanInput, where: number, seconds: number): PlanInput {
  const people = one.people.map((person, index) => ({
    ...person,
    capacitySeconds: person.capacitySeconds.map((own, day) =>
      where % 3 === index && Math.floor(where / 3) === day ? own + seconds : own,
    ),
  }));
  return { ...one, people };
}

function expectNoneLater(before: PromisedDate[], after: PromisedDate[]): void {
  after.forEach(({ on50, on90 }, index) => {
    expect(at(on50) <= at(before[index]?.on50 ?? null)).toBe(true);
    expect(at(on90) <= at(before[index]?.on90 ?? null)).toBe(true);
  });
}

describe('the weeks ahead', () => {
  it('look the same from a thread', async () => {
    const [one] = fc.sample(anyInput({ people: 3, tasks: 14, days: 8 }), { numRuns: 1, seed: 7 });
    if (!one) throw new Error('no sample');
    const order = { input: one, told: one.published, options: { seed: 3, runs: 10, urgentWeeks: [] } };
    expect(await lookAheadAside(order)).toEqual(lookAhead(order));
  }, 60_000);
});

describe('a suggested performer', () => {
  it('may do it; is explained by reasons that add up; best first; and would be in time if told so', () => {
    fc.assert(
      fc.property(input, fc.nat(7), (one, which) => {
        const taskId = 100 + which;
        const task = one.tasks.find((candidate) => candidate.taskId === taskId);
        const standing = makePlan(one, []);
        const found = suggestPerformer(one, standing, taskId);
        const scores = found.map(({ score }) => score);
        expect(scores).toEqual([...scores].sort((a, b) => b - a));
        expect(new Set(found.map(({ userId }) => userId)).size).toBe(found.length);
        const able = one.people.filter(({ userId }) => skillOf(one, userId, task?.workType ?? null) > 0);
        if (task?.eligibleUserIds === null) expect(found).toHaveLength(able.length);
        for (const { userId, score, reasons, finishDay, inTime } of found) {
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1000);
          expect(reasons.map(({ reason }) => reason).sort()).toEqual([
            'free-time',
            'knows-client',
            'skill',
            'wip',
          ]);
          for (const { permille } of reasons) expect(permille >= 0 && permille <= 1000).toBe(true);
          expect(skillOf(one, userId, task?.workType ?? null)).toBeGreaterThan(0);
          if (task?.eligibleUserIds) expect(task.eligibleUserIds).toContain(userId);
          if (inTime) expect(finishDay !== null && finishDay <= (task?.deadline ?? AFTER)).toBe(true);
        }
        expect(suggestPerformer(structuredClone(one), structuredClone(standing), taskId)).toEqual(found);
      }),
      { numRuns },
    );
  });

  it('loses nothing by more skill, a better known client, or fewer tasks in work, where nothing of a higher right waits for it', () => {
    fc.assert(
      fc.property(input, fc.nat(7), fc.nat(2), (one, which, person) => {
        const taskId = 100 + which;
        const standing = makePlan(one, []);
        // Critical work, or what was put by hand, that nobody could do comes first as soon as somebody can.
        const isPlanned = new Set(standing.planned.map((task) => task.taskId));
        const comesFirst = one.tasks.filter(
          ({ urgency, pinned }) => urgency === 'critical' || pinned.length > 0,
        );
        if (comesFirst.some((task) => !isPlanned.has(task.taskId))) return;
        const who = one.people[person]?.userId ?? 0;
        const before = suggestPerformer(one, standing, taskId).find(({ userId }) => userId === who);
        const better = {
          ...one,
          people: one.people.map((own, index) => (index === person ? praised(own) : own)),
        };
        const after = suggestPerformer(better, standing, taskId).find(({ userId }) => userId === who);
        if (before) expect(after?.score ?? -1).toBeGreaterThanOrEqual(before.score);
      }),
      { numRuns },
    );
  });
});

function skillOf(one: PlanInput, userId: number, workType: string | null): number {
  const person = one.people.find((candidate) => candidate.userId === userId);
  return person?.skillPermille[workType ?? ''] ?? person?.otherSkillPermille ?? 0;
}

function praised(person: PlanInput['people'][number]): PlanInput['people'][number] {
  const up = (known: Record<string | number, number>) =>
    Object.fromEntries(
      Object.entries(known).map(([name, permille]) => [name, Math.min(1000, permille + 100)]),
    );
  const otherSkillPermille = Math.min(1000, person.otherSkillPermille + 100);
  const wip = Math.max(0, person.wip - 1);
  return {
    ...person,
    otherSkillPermille,
    wip,
    skillPermille: up(person.skillPermille),
    clientPermille: up(person.clientPermille),
  };
}

describe('the effect of a change by hand', () => {
  const change = fc.oneof(
    fc.record({ kind: fc.constant('free' as const), taskId: fc.integer({ min: 100, max: 107 }) }),
    fc.record({ kind: fc.constant('leave-out' as const), taskId: fc.integer({ min: 100, max: 107 }) }),
    fc
      .record({
        taskId: fc.integer({ min: 100, max: 107 }),
        ...{ userId: fc.constantFrom(1, 2, 3), day: fc.nat(7), quarters: fc.integer({ min: 1, max: 24 }) },
      })
      .map(({ taskId, userId, day, quarters }) => ({
        ...{ kind: 'put' as const, taskId },
        parts: [{ userId, day: `2026-03-0${String(2 + day)}`, seconds: quarters * 900 }],
      })),
  );

  it('is a plan that breaks no rule, and every figure of it is the difference of the two plans', () => {
    fc.assert(
      fc.property(input, change, (one, wanted) => {
        const standing = makePlan(one, []);
        const effect = effectOf(one, standing, wanted);
        expect(breachesOf(effect.input, effect.plan)).toEqual([]);
        expect(effect.moves).toEqual(diffPlans(partsOf(standing), partsOf(effect.plan)));
        expect(effect.points).toBe(effect.plan.objective.total - standing.objective.total);
        const isIn = new Set(effect.plan.planned.map(({ taskId }) => taskId));
        if (wanted.kind === 'leave-out') expect(isIn.has(wanted.taskId)).toBe(false);
        const was = standing.planned.map(({ taskId }) => taskId);
        const stillAsked = new Set(effect.input.tasks.map(({ taskId }) => taskId));
        expect(effect.dropped.map(({ taskId }) => taskId).sort()).toEqual(
          was.filter((taskId) => stillAsked.has(taskId) && !isIn.has(taskId)).sort(),
        );
        for (const { userId, day, plannedBefore, plannedAfter } of effect.capacity) {
          const planned = (parts: ReturnType<typeof partsOf>) =>
            parts
              .filter((part) => part.userId === userId && part.day === day)
              .reduce((sum, part) => sum + part.seconds, 0);
          expect([plannedBefore, plannedAfter]).toEqual([
            planned(partsOf(standing)),
            planned(partsOf(effect.plan)),
          ]);
        }
      }),
      { numRuns },
    );
  });
});
