import { describe, expect, it } from '@jest/globals';
import { refinePlan } from '../../../server/planning/rules/make-plan.js';
import { solveBound, solvePlan } from '../../../server/planning/solve/solve-plan.js';
import { makeWeek } from '../../bench/planner/make-week.js';

const input = makeWeek({ people: 3, tasks: 12, days: 3, demand: 1.2 }, 1);
for (const task of input.tasks) if (task.urgency === 'critical') task.urgency = 'urgent';
const effort = { seed: 7, iterations: 2_500 };

describe('the planning thread', () => {
  it('gives the plan that the rules give, tells how far it is, and can be stopped', async () => {
    const told: number[] = [];
    const plan = await solvePlan(input, [], effort, { onProgress: (done) => told.push(done) });
    expect(plan).toEqual(refinePlan(input, [], effort));
    expect(told).toEqual([0, 1024, 2048]);

    const stopped = new AbortController();
    const onProgress = (done: number): void => {
      if (done > 1024) stopped.abort();
    };
    const endless = { seed: 7, iterations: 1_000_000_000 };
    const watch = { onProgress, signal: stopped.signal };
    await expect(solvePlan(input, [], endless, watch)).rejects.toThrow('aborted');
    // The thread has let go of it: the next one is not behind a thousand million rounds.
    expect(await solvePlan(input, [], effort)).toEqual(plan);
  }, 120_000);

  it('bounds every plan, and finds the best one of a small week', async () => {
    const small = makeWeek({ people: 2, tasks: 6, days: 2, demand: 1.2 }, 1);
    for (const task of small.tasks) if (task.urgency === 'critical') task.urgency = 'urgent';
    const { points, exact } = await solveBound(small);
    const { objective } = refinePlan(small, [], { seed: 1, iterations: 500 });
    expect(objective.total).toBeLessThanOrEqual(points);
    expect(exact?.objective.total).toBe(objective.total);
  }, 120_000);
});
