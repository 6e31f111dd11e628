import { describe, expect, it } from '@jest/globals';
import { refinePlan } from '../../../server/planning/rules/make-plan.js';
import { solveBound, solvePlan } from '../../../server/planning/solve/solve-plan.js';
import { makeWeek } from '../../bench/planner/make-week.js';

const input = makeWeek({ people: 3, tasks: 12, days: 3, demand: 1.2 }, 1);
for (const task of input.tasks) if (task.urgency === 'critical') task.urgency = 'urgent';
const effort = { seed: 7, iterations: 600 };

describe('the planning thread', () => {
  it('gives the plan that the rules give, tells how far it is, and can be stopped', async () => {
    const told: number[] = [];
    const { plan, iterations } = await solvePlan(input, [], effort, {
      onProgress: (done) => told.push(done),
    });
    expect(iterations).toBe(600);
    expect(plan).toEqual(refinePlan(input, [], effort));
    expect(told).toEqual([0, 256, 512]);

    const stopped = new AbortController();
    const endless = { seed: 7, iterations: 1_000_000_000 };
    const onProgress = (done: number): void => {
      if (done > 256) stopped.abort();
    };
    const early = await solvePlan(input, [], endless, { onProgress, signal: stopped.signal });
    expect(early.iterations).toBeLessThan(endless.iterations);
    expect(early.plan.planned.length).toBeGreaterThan(0);
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
