import { parentPort } from 'node:worker_threads';
import { refinePlan } from '../rules/make-plan.js';
import { problemOf } from '../rules/plan-problem.js';
import { lpBound } from './lp-bound.js';
import type { SolveAnswer, SolveOrder } from './solve-order.js';

/** The thread in which plans are refined: one order at a time, progress in between, one last answer to each. */
parentPort?.on('message', (order: SolveOrder) => void solve(order));

async function solve(order: SolveOrder): Promise<void> {
  try {
    if (order.kind === 'bound') answer({ id: order.id, bound: await lpBound(problemOf(order.input)) });
    else refine(order);
  } catch (error) {
    answer({
      id: order.id,
      problem: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
}

function refine({ id, input, standing, effort, stop }: Extract<SolveOrder, { kind: 'refine' }>): void {
  const flag = new Int32Array(stop);
  let done = 0;
  const plan = refinePlan(input, standing, effort, (rounds, points) => {
    done = rounds;
    answer({ id, done: rounds, points });
    return Atomics.load(flag, 0) === 0;
  });
  const isStopped = Atomics.load(flag, 0) !== 0;
  answer({ id, plan, done: isStopped ? done : effort.iterations });
}

function answer(told: SolveAnswer): void {
  parentPort?.postMessage(told);
}
