import { expect, it } from '@jest/globals';
import { weekFact } from '../../../server/planning/rules/week-fact.js';

const HOUR = 3_600;
const part = (taskId: number, userId: number, day: string, hours: number) => ({
  ...{ taskId, userId, day },
  seconds: hours * HOUR,
});
const recorded = (taskId: number, userId: number, hours: number, isUrgent = false) => ({
  ...{ taskId, userId, isUrgent },
  seconds: hours * HOUR,
});

it('plan against fact: planned tasks with what was recorded on them, the rest beside, everybody’s hours', () => {
  const plan = [
    part(1, 7, '2026-03-02', 4),
    part(1, 7, '2026-03-03', 2),
    part(2, 8, '2026-03-02', 3),
    part(3, 8, '2026-03-04', 1),
  ];
  const work = [recorded(1, 7, 5), recorded(1, 9, 2), recorded(2, 8, 1, true), recorded(50, 7, 4, true)];
  const fact = weekFact(plan, work, (taskId) => taskId !== 3);
  expect(fact).toEqual({
    ...{ plannedSeconds: 10 * HOUR, recordedSeconds: 8 * HOUR, besideSeconds: 4 * HOUR },
    ...{ urgentSeconds: 5 * HOUR, doneTasks: 2, plannedTasks: 3 },
    tasks: [
      { taskId: 1, plannedSeconds: 6 * HOUR, recordedSeconds: 7 * HOUR, isDone: true },
      { taskId: 2, plannedSeconds: 3 * HOUR, recordedSeconds: HOUR, isDone: true },
      { taskId: 3, plannedSeconds: HOUR, recordedSeconds: 0, isDone: false },
    ],
    people: [
      { userId: 7, plannedSeconds: 6 * HOUR, recordedSeconds: 9 * HOUR },
      { userId: 8, plannedSeconds: 4 * HOUR, recordedSeconds: HOUR },
      { userId: 9, plannedSeconds: 0, recordedSeconds: 2 * HOUR },
    ],
  });
});
