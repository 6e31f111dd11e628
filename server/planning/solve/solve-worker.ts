import { answerOrders } from '../../base/threads/index.js';
import { refinePlan } from '../rules/make-plan.js';
import { problemOf } from '../rules/plan-problem.js';
import { lpBound } from './lp-bound.js';
import type { SolveAnswer, SolveOrder } from './solve-order.js';

/** The thread in which plans are refined: one order at a time, progress in between, one last answer to each. */
answerOrders<SolveOrder, SolveAnswer>(async (order, { say, isStopped }) => {
  if (order.kind === 'bound') return say({ bound: await lpBound(problemOf(order.input)) });
  const { input, standing, effort } = order;
  const plan = refinePlan(input, standing, effort, (done, points) => {
    say({ done, points });
    return !isStopped();
  });
  say({ plan });
});
