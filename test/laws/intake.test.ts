import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { makePlan } from '../../server/planning/rules/make-plan.js';
import type { PlanInput, PlanPart } from '../../server/planning/rules/plan-model.js';
import { partsOf } from '../../server/planning/rules/plan-of-state.js';
import { takeBack } from '../../server/planning/rules/plan-patch.js';
import { takeCritical } from '../../server/planning/rules/take-critical.js';
import { type IntakeWish, takeIn } from '../../server/planning/rules/take-in.js';
import { takeUrgent } from '../../server/planning/rules/take-urgent.js';
import { anyInput } from '../given/planning-inputs.js';
import { breachesOf } from '../given/planning-checker.js';

const numRuns = Number(process.env['PLANNING_RUNS'] ?? 30);

/** A week as the app asks the planner for it: no chains, nothing put by hand; and one of its tasks that becomes pressing. */
const arrival = fc
  .record({ input: anyInput({ people: 3, tasks: 8, days: 5 }), pick: fc.nat(), ask: fc.boolean() })
  .map(({ input, pick, ask }) => {
    const tasks = input.tasks.map((task) => ({ ...task, dependsOn: [], pinned: [] }));
    const taskId = tasks[pick % Math.max(1, tasks.length)]?.taskId ?? 0;
    const clean: PlanInput = { ...input, tasks, published: [] };
    const told = partsOf(makePlan({ ...clean, tasks: tasks.filter((one) => one.taskId !== taskId) }, []));
    return { input: { ...clean, published: told }, told, taskId, mayExceedHours: ask };
  })
  .filter(({ input }) => input.tasks.length > 0);

const wish = (kind: IntakeWish['kind'], of: { taskId: number; mayExceedHours: boolean }): IntakeWish => ({
  ...{ kind, userId: null },
  ...of,
});

const text = (parts: readonly PlanPart[]): string[] =>
  parts.map(({ taskId, userId, day, seconds }) => [taskId, userId, day, seconds].join(' ')).sort();

const without = (parts: readonly PlanPart[], taskId: number): PlanPart[] =>
  parts.filter((part) => part.taskId !== taskId);

/** Seconds of a person's day, by the input; 0 for people and days it does not know. */
const capacityIn =
  ({ people, days }: PlanInput) =>
  (userId: number, day: string): number =>
    people.find((one) => one.userId === userId)?.capacitySeconds[days.indexOf(day)] ?? 0;

function overloaded(input: PlanInput, parts: readonly PlanPart[]): PlanPart[] {
  return parts.filter(({ userId, day }) => {
    const load = parts.filter((part) => part.userId === userId && part.day === day);
    return load.reduce((sum, { seconds }) => sum + seconds, 0) > capacityIn(input)(userId, day);
  });
}

describe('an urgent task', () => {
  it('moves nobody else, fits into the days, and its figures are those of the plan', () => {
    fc.assert(
      fc.property(arrival, ({ input, told, taskId, ...how }) => {
        const { after, candidates, chosen, pushed, reason } = takeIn(
          input,
          told,
          wish('urgent', { taskId, ...how }),
        );
        expect(text(without(after, taskId))).toEqual(text(told));
        expect([pushed, overloaded(input, after)]).toEqual([[], []]);
        expect(chosen === null).toBe(reason !== null);
        const own = after.filter((part) => part.taskId === taskId);
        const task = input.tasks.find((one) => one.taskId === taskId);
        if (chosen === null) return expect(own).toEqual([]);
        expect(own.reduce((sum, { seconds }) => sum + seconds, 0)).toBe(task?.remainingSeconds);
        expect(new Set(own.map(({ userId }) => userId))).toEqual(new Set([chosen.userId]));
        for (const one of candidates) {
          expect(one.reserveAfter).toBeLessThanOrEqual(one.reserveBefore);
          expect(one.teamReserveBefore - one.teamReserveAfter).toBe(one.reserveBefore - one.reserveAfter);
        }
      }),
      { numRuns },
    );
  });

  it('keeps every rule of the plan when it is offered straight', () => {
    fc.assert(
      fc.property(arrival, ({ input, told, taskId }) => {
        // Critical work makes others give way, and is not offered so.
        if (input.tasks.some((task) => task.taskId === taskId && task.urgency === 'critical')) return;
        const offer = takeUrgent(input, makePlan(input, told), taskId);
        if (!offer.plan) return;
        const tasks = input.tasks.map((task) =>
          task.taskId === taskId && task.urgency === 'plain' ? { ...task, urgency: 'urgent' as const } : task,
        );
        const rules = breachesOf({ ...input, tasks }, offer.plan).filter(
          (each) => !/is not true$/.test(each),
        );
        expect(rules).toEqual([]);
      }),
      { numRuns },
    );
  });
});

describe('a critical task', () => {
  it('starts at once and breaks no rule', () => {
    fc.assert(
      fc.property(arrival, ({ input, told, taskId }) => {
        const offer = takeCritical(input, makePlan(input, told), { taskId });
        expect(breachesOf(offer.input, offer.plan)).toEqual([]);
        if (!offer.planned) return;
        const { userId, startDay } = offer.planned;
        const earliest = input.tasks.find((task) => task.taskId === taskId)?.earliestDay ?? '';
        const first = input.days.find((day) => day >= earliest && capacityIn(input)(userId, day) > 0);
        const isAfterCritical = input.tasks.some(
          (task) => task.urgency === 'critical' && task.taskId !== taskId,
        );
        if (!isAfterCritical) expect(startDay).toBe(first);
      }),
      { numRuns },
    );
  });

  it('pushes aside nobody while its performer has the time free, and touches only what it must', () => {
    fc.assert(
      fc.property(arrival, ({ input, told, taskId, ...how }) => {
        const { after, chosen, pushed, patch } = takeIn(input, told, wish('critical', { taskId, ...how }));
        if (!chosen) return expect(patch.tasks).toEqual([]);
        expect(overloaded(input, after)).toEqual([]);
        const own = after.filter((part) => part.taskId === taskId);
        const free = own.every(({ userId, day, seconds }) => {
          const load = told.filter((part) => part.userId === userId && part.day === day);
          return (
            load.reduce((sum, part) => sum + part.seconds, 0) + seconds <= capacityIn(input)(userId, day)
          );
        });
        if (free) expect(pushed).toEqual([]);
        for (const move of pushed) {
          const old = told.filter((part) => part.taskId === move.taskId);
          expect([move, couldStay(input, after, old, taskId)]).toEqual([move, false]);
        }
        const touched = new Set(patch.tasks.map((one) => one.taskId));
        const kept = told.filter((part) => !touched.has(part.taskId));
        expect(text(after.filter((part) => !touched.has(part.taskId)))).toEqual(text(kept));
      }),
      { numRuns },
    );
  });
});

/** Would a task's old place break a rule beside all that stands now? */
function couldStay(
  input: PlanInput,
  after: readonly PlanPart[],
  old: readonly PlanPart[],
  critical: number,
): boolean {
  const [taskId] = old.map((part) => part.taskId);
  const plan = [...without(after, taskId ?? 0), ...old];
  const end = after.flatMap((part) => (part.taskId === critical ? [part.day] : [])).at(-1) ?? '';
  const performer = after.find((part) => part.taskId === critical)?.userId;
  const isBeforeIt = old.some(({ userId, day }) => userId === performer && day < end);
  const level = new Map(
    input.tasks.map((task) => [task.taskId, task.taskId === critical ? 'critical' : task.urgency]),
  );
  const tooPlain = old.some(({ userId, day }) => {
    const at = input.days.indexOf(day);
    const person = input.people.find((one) => one.userId === userId);
    const [capacity, reserve] = [person?.capacitySeconds[at] ?? 0, person?.reserveSeconds[at] ?? 0];
    const load = plan.filter(
      (part) => part.userId === userId && part.day === day && level.get(part.taskId) === 'plain',
    );
    return load.reduce((sum, { seconds }) => sum + seconds, 0) > Math.max(0, capacity - reserve);
  });
  return !isBeforeIt && !tooPlain && overloaded(input, plan).length === 0;
}

describe('an intake', () => {
  it('taken back leaves the plan exactly as it was told', () => {
    const kind = fc.constantFrom('urgent' as const, 'critical' as const);
    fc.assert(
      fc.property(arrival, kind, ({ input, told, taskId, ...how }, which) => {
        const { after, patch } = takeIn(input, told, wish(which, { taskId, ...how }));
        const back = takeBack(after, patch, capacityIn(input));
        expect('parts' in back && text(back.parts)).toEqual(text(told));
      }),
      { numRuns },
    );
  });

  it('is not taken back over what was changed since', () => {
    fc.assert(
      fc.property(arrival, ({ input, told, taskId, ...how }) => {
        const { after, chosen, patch } = takeIn(input, told, wish('urgent', { taskId, ...how }));
        fc.pre(chosen !== null);
        const moved = without(after, taskId);
        expect(takeBack(moved, patch, capacityIn(input))).toMatchObject({ moved: [taskId] });
      }),
      { numRuns: Math.ceil(numRuns / 3) },
    );
  });
});
