import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { refinePlan } from '../../server/planning/rules/make-plan.js';
import type { PlanInput, PlanTask } from '../../server/planning/rules/plan-model.js';
import { breachesOf } from '../given/planning-checker.js';

const HOUR = 3600;

/** Up to four tasks, two people, two days; hours that fit whole or not at all. */
const input: fc.Arbitrary<PlanInput> = fc
  .record({
    capacity: fc.array(fc.constantFrom(0, 2, 4), { minLength: 4, maxLength: 4 }),
    skills: fc.array(fc.constantFrom(0, 400, 1000), { minLength: 4, maxLength: 4 }),
    hours: fc.option(fc.integer({ min: 1, max: 8 })),
    tasks: fc.array(
      fc.record({
        hours: fc.integer({ min: 1, max: 4 }),
        type: fc.constantFrom('a', 'b'),
        priority: fc.constantFrom(0 as const, 1 as const, 2 as const),
        isBilled: fc.boolean(),
        dueToday: fc.boolean(),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ capacity, skills, hours, tasks }) => ({
    days: ['2026-03-02', '2026-03-03'],
    people: [0, 1].map((at) => ({
      ...{ userId: at + 1, otherSkillPermille: 0, clientPermille: {}, wip: 0, wipLimit: null },
      capacitySeconds: [capacity[2 * at] ?? 0, capacity[2 * at + 1] ?? 0].map((each) => each * HOUR),
      reserveSeconds: [0, 0],
      skillPermille: { a: skills[2 * at] ?? 0, b: skills[2 * at + 1] ?? 0 },
    })),
    clients: [{ clientId: 1, remainingSeconds: hours === null ? null : hours * HOUR, overageSeconds: 0 }],
    tasks: tasks.map((task, at) => plainTask(at, task)),
    ...{ published: [], shortestPartSeconds: 0 },
  }));

function plainTask(
  at: number,
  given: { hours: number; type: string; priority: 0 | 1 | 2; isBilled: boolean; dueToday: boolean },
): PlanTask {
  const remainingSeconds = given.hours * HOUR;
  return {
    ...{ taskId: 10 + at, clientId: 1, workType: given.type, remainingSeconds, priority: given.priority },
    clientSeconds: given.isBilled ? remainingSeconds : 0,
    deadline: given.dueToday ? '2026-03-02' : null,
    ...{ spread: null, earliestDay: null, urgency: 'plain', fixedUserId: null, eligibleUserIds: null },
    ...{ startedByUserId: null, responsibleUserId: null, dependsOn: [], pinned: [], mayExceedHours: false },
  };
}

/** The points of the best plan there is: every assignment of tasks to people or nobody, in every order of doing them. */
function bestPoints({ people, tasks, clients }: PlanInput): number {
  const limit = clients[0]?.remainingSeconds ?? Infinity;
  let best = 0;
  const go = (left: readonly PlanTask[], rooms: readonly number[][], used: number, points: number): void => {
    best = Math.max(best, points);
    for (const task of left) {
      if (used + task.clientSeconds > limit) continue;
      people.forEach((person, who) => {
        const skill = person.skillPermille[task.workType ?? ''] ?? 0;
        const [today = 0, tomorrow = 0] = rooms[who] ?? [];
        const seconds = task.remainingSeconds ?? 0;
        if (skill === 0 || seconds > today + tomorrow) return;
        const first = Math.min(today, seconds);
        const isSecondDay = first < seconds;
        const next = rooms.map((room, at) =>
          at === who ? [today - first, tomorrow - (seconds - first)] : room,
        );
        const worth = pointsOf(task, skill, isSecondDay);
        go(
          left.filter((other) => other !== task),
          next,
          used + task.clientSeconds,
          points + worth,
        );
      });
    }
  };
  go(
    tasks,
    people.map(({ capacitySeconds }) => capacitySeconds),
    0,
    0,
  );
  return best;
}

/** Written down from the README of planning: weight of priority, 30 % for a late day, 0.2 % a day, 12 % and 3 % for fit. */
function pointsOf(task: PlanTask, skill: number, isSecondDay: boolean): number {
  const loss =
    Math.round((120 * (1000 - skill)) / 1000) +
    30 +
    (isSecondDay ? 2 + (task.deadline === null ? 0 : 300) : 0);
  return (task.remainingSeconds ?? 0) * ([1, 2, 4][task.priority] ?? 0) * (1000 - loss);
}

describe('a tiny plan', () => {
  it('refined, is the best there is', () => {
    fc.assert(
      fc.property(input, fc.nat(), (one, seed) => {
        const plan = refinePlan(one, [], { seed, iterations: 400 });
        expect(breachesOf(one, plan)).toEqual([]);
        expect(plan.objective.total).toBe(bestPoints(one));
      }),
      { numRuns: 60 },
    );
  });
});
