import { Worker } from 'node:worker_threads';
import { AppError } from '../../base/errors.js';
import type { Effort, Plan, PlanInput, PlanPart } from '../rules/plan-model.js';
import type { Bound, SolveAnswer, SolveOrder } from './solve-order.js';

/** A thread that has nothing to do goes away. */
const IDLE_MS = 60_000;
/** As many portals may wait for a plan at once; more are asked to come again. */
const MOST_WAITING = 20;
const TIME_LIMIT_MS = 120_000;
const MEMORY_MB = 768;

export interface Refined {
  plan: Plan;
  /** Rounds that were done: fewer than asked for when it was stopped. */
  iterations: number;
}

export interface SolveWatch {
  /** Rounds done of those asked for, and the points of the best plan so far. */
  onProgress?: (done: number, points: number) => void;
  /** Ends it soon, with the best plan so far. */
  signal?: AbortSignal;
}

let worker: Worker | null = null;
let waiting = 0;
let lastId = 0;
let lastOrder: Promise<unknown> = Promise.resolve();
let leaving: NodeJS.Timeout | undefined;

/**
 * The plan refined in a thread of its own, so that nobody else waits for it; one order at a time.
 * Errors: PLANS_BUSY (too many at once), PLAN_TOO_SLOW, PLAN_FAILED.
 */
export async function solvePlan(
  input: PlanInput,
  standing: PlanPart[],
  effort: Effort,
  watch: SolveWatch = {},
): Promise<Refined> {
  const stop = new SharedArrayBuffer(4);
  const halt = (): void => void Atomics.store(new Int32Array(stop), 0, 1);
  if (watch.signal?.aborted) halt();
  watch.signal?.addEventListener('abort', halt);
  try {
    const answer = await ask(
      { kind: 'refine', id: nextId(), input, standing, effort, stop },
      watch.onProgress,
    );
    if (!('plan' in answer)) throw failed('no plan came');
    return { plan: answer.plan, iterations: answer.done };
  } finally {
    watch.signal?.removeEventListener('abort', halt);
  }
}

/** What no plan of this input can exceed; for small inputs with a plan that reaches it. Takes seconds. */
export async function solveBound(input: PlanInput): Promise<Bound> {
  const answer = await ask({ kind: 'bound', id: nextId(), input });
  if (!('bound' in answer)) throw failed('no bound came');
  return answer.bound;
}

function nextId(): number {
  lastId += 1;
  return lastId;
}

type Progress = (done: number, points: number) => void;

function ask(order: SolveOrder, onProgress?: Progress): Promise<SolveAnswer> {
  if (waiting >= MOST_WAITING) {
    const retry = { afterMs: 10_000 };
    return Promise.reject(
      new AppError('PLANS_BUSY', 'Too many plans are being made', { status: 503, retry }),
    );
  }
  waiting += 1;
  clearTimeout(leaving);
  const made = lastOrder.then(() => run(order, onProgress));
  lastOrder = made
    .catch(() => undefined)
    .then(() => {
      waiting -= 1;
      if (waiting === 0) leaving = setTimeout(dismiss, IDLE_MS).unref();
    });
  return made;
}

function run(order: SolveOrder, onProgress?: Progress): Promise<SolveAnswer> {
  const busy = (worker ??= hire());
  return new Promise((resolve, reject) => {
    const fail = (error: AppError): void => {
      stopListening();
      dismiss();
      reject(error);
    };
    const onMessage = (answer: SolveAnswer): void => {
      if (answer.id !== order.id) return;
      if ('points' in answer) return onProgress?.(answer.done, answer.points);
      stopListening();
      if ('problem' in answer) reject(failed(answer.problem));
      else resolve(answer);
    };
    const onError = (error: Error): void => fail(failed(error.message, error));
    const onExit = (): void => fail(failed('the thread ended'));
    const limit = setTimeout(() => fail(tooSlow()), TIME_LIMIT_MS);
    function stopListening(): void {
      clearTimeout(limit);
      busy.off('message', onMessage).off('error', onError).off('exit', onExit);
    }
    busy.on('message', onMessage).on('error', onError).on('exit', onExit);
    busy.postMessage(order);
  });
}

function hire(): Worker {
  const hired = new Worker(new URL('./solve-thread.mjs', import.meta.url), {
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB, maxYoungGenerationSizeMb: 64 },
  });
  // An error between two orders must not end the process; the next order hires anew.
  hired.on('error', () => forget(hired)).on('exit', () => forget(hired));
  hired.unref();
  return hired;
}

function forget(gone: Worker): void {
  if (worker === gone) worker = null;
}

function dismiss(): void {
  const gone = worker;
  worker = null;
  void gone?.terminate();
}

function failed(why: string, cause?: Error): AppError {
  return new AppError('PLAN_FAILED', 'The plan could not be refined', {
    detail: { why },
    ...(cause && { cause }),
  });
}

function tooSlow(): AppError {
  const message = `Refining the plan took longer than ${String(TIME_LIMIT_MS / 1000)} s`;
  return new AppError('PLAN_TOO_SLOW', message, { status: 503, retry: 'later' });
}
