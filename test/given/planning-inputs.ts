import fc from 'fast-check';
import { addDays } from '../../server/base/days.js';
import type {
  PlanClient,
  PlanInput,
  PlanPart,
  PlanPerson,
  PlanTask,
} from '../../server/planning/rules/plan-model.js';

const MONDAY = '2026-03-02';
const HOUR = 3600;

export interface Sizes {
  people: number;
  tasks: number;
  days: number;
}

const quarter = (most: number) => fc.integer({ min: 0, max: most * 4 }).map((count) => count * 900);

/** Small weeks with everything in them: tight hours, deadlines, chains, parts put by hand, what was published. */
export function anyInput({ people, tasks, days }: Sizes): fc.Arbitrary<PlanInput> {
  const dayCount = days;
  const week = Array.from({ length: dayCount }, (_, at) => addDays(MONDAY, at));
  const anyDay = fc.constantFrom(...week);
  const userIds = Array.from({ length: people }, (_, at) => at + 1);
  const anyUser = fc.constantFrom(...userIds);
  const person = (userId: number): fc.Arbitrary<PlanPerson> =>
    fc.record({
      userId: fc.constant(userId),
      capacitySeconds: fc.array(fc.oneof(fc.constant(8 * HOUR), quarter(8)), {
        minLength: dayCount,
        maxLength: dayCount,
      }),
      reserveSeconds: fc.array(quarter(2), { minLength: dayCount, maxLength: dayCount }),
      skillPermille: fc.record({ a: fc.constantFrom(0, 400, 1000, 1000), b: fc.constantFrom(0, 700, 700) }),
      otherSkillPermille: fc.constantFrom(0, 500, 500),
      clientPermille: fc.record({ 1: fc.integer({ min: 0, max: 1000 }) }),
      wip: fc.nat(6),
      wipLimit: fc.option(fc.nat(5)),
    });
  const client = (clientId: number): fc.Arbitrary<PlanClient> =>
    fc.record({
      clientId: fc.constant(clientId),
      remainingSeconds: fc.option(fc.integer({ min: -2, max: 40 }).map((hours) => hours * HOUR)),
      overageSeconds: fc.oneof(fc.constant(0), fc.option(quarter(4))),
    });
  const task = (at: number): fc.Arbitrary<PlanTask> =>
    fc
      .record({
        taskId: fc.constant(100 + at),
        clientId: fc.option(fc.constantFrom(1, 2)),
        workType: fc.option(fc.constantFrom('a', 'b', 'c')),
        remainingSeconds: fc.oneof(
          { weight: 12, arbitrary: quarter(8).map((seconds) => seconds + 900) },
          fc.constant(0),
          fc.constant(null),
        ),
        isBilled: fc.boolean(),
        earliestDay: rarely(fc.oneof(anyDay, fc.constant(addDays(MONDAY, 20)))),
        deadline: fc.option(fc.oneof(anyDay, fc.constant(addDays(MONDAY, -3)))),
        priority: fc.constantFrom(0 as const, 1 as const, 2 as const),
        urgency: fc.oneof(
          { weight: 5, arbitrary: fc.constant('plain' as const) },
          fc.constantFrom('urgent' as const, 'critical' as const),
        ),
        fixedUserId: rarely(fc.oneof(anyUser, fc.constant(99))),
        eligibleUserIds: rarely(fc.subarray(userIds)),
        startedByUserId: rarely(anyUser),
        responsibleUserId: fc.option(anyUser),
        dependsOn: fc.oneof(
          { weight: 4, arbitrary: fc.constant<number[]>([]) },
          fc.array(fc.integer({ min: 99, max: 99 + tasks }), { maxLength: 2 }),
        ),
        pinned: fc.oneof(
          { weight: 6, arbitrary: fc.constant<Omit<PlanPart, 'taskId'>[]>([]) },
          fc
            .record({ userId: anyUser, day: anyDay, seconds: quarter(6).map((seconds) => seconds + 900) })
            .map((pin) => [pin]),
        ),
        mayExceedHours: rarely(fc.constant(true)).map((is) => is === true),
      })
      .map(({ isBilled, pinned, ...rest }) => ({
        ...rest,
        clientSeconds: isBilled ? (rest.remainingSeconds ?? 0) : 0,
        spread: null,
        pinned: pinned.map((pin) => ({ ...pin, taskId: rest.taskId })),
      }));
  const part: fc.Arbitrary<PlanPart> = fc.record({
    taskId: fc.integer({ min: 100, max: 99 + tasks }),
    userId: anyUser,
    day: anyDay,
    seconds: quarter(6).map((seconds) => seconds + 900),
  });
  return fc.record({
    days: fc.constant(week),
    people: fc.tuple(...userIds.map(person)),
    clients: fc.tuple(client(1), client(2)),
    tasks: fc.tuple(...Array.from({ length: tasks }, (_, at) => task(at))),
    published: fc.array(part, { maxLength: tasks }),
    shortestPartSeconds: fc.constantFrom(0, 1800),
  });
}

function rarely<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.oneof({ weight: 7, arbitrary: fc.constant(null) }, arbitrary);
}
