import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { AppError } from '../../base/errors.js';
import { target } from '../rules/target.js';
import type { TargetLine } from '../rules/types.js';
import { type OrderPiece, type ReplayAnswer, type ReplayOrder, piecesOf } from './replay-order.js';

/** Fewer entries are replayed at once: that takes less than carrying them to the thread and back. */
const FEW_ENTRIES = 2_000;
const TIME_LIMIT_MS = 60_000;
/** A thread that has nothing to do goes away. */
const IDLE_MS = 60_000;
/** As many replays may wait at once; more are asked to come again. */
const MOST_WAITING = 20;
const MEMORY_MB = 512;

let worker: Worker | null = null;
let waiting = 0;
let lastId = 0;
let lastOrder: Promise<unknown> = Promise.resolve();
let leaving: NodeJS.Timeout | undefined;

/**
 * The lines of `target`. A long history is replayed in a thread of its own, so that nobody else waits for it; one order at a time.
 * Errors: REPLAYS_BUSY (too many at once), REPLAY_TOO_SLOW, REPLAY_FAILED; the reason of `signal` once that is aborted.
 */
export async function replayTarget(order: ReplayOrder, signal?: AbortSignal): Promise<readonly TargetLine[]> {
  signal?.throwIfAborted();
  if (order.facts.entries.length >= FEW_ENTRIES) return takeTurn(() => run(order, signal));
  const { lines } = target(order.facts, order.issued, order.today);
  await nextTurn();
  return lines;
}

function takeTurn<T>(work: () => Promise<T>): Promise<T> {
  if (waiting >= MOST_WAITING) {
    const retry = { afterMs: 10_000 };
    return Promise.reject(
      new AppError('REPLAYS_BUSY', 'Too many previews are being made', { status: 503, retry }),
    );
  }
  waiting += 1;
  clearTimeout(leaving);
  const made = lastOrder.then(work);
  lastOrder = made
    .catch(() => undefined)
    .then(() => {
      waiting -= 1;
      if (waiting === 0) leaving = setTimeout(dismiss, IDLE_MS).unref();
    });
  return made;
}

async function run(order: ReplayOrder, signal: AbortSignal | undefined): Promise<TargetLine[]> {
  signal?.throwIfAborted();
  lastId += 1;
  const busy = (worker ??= hire());
  const answered = collect(busy, lastId, signal);
  send(busy, piecesOf(order, lastId), signal).catch(dismiss);
  return answered;
}

function collect(busy: Worker, id: number, signal: AbortSignal | undefined): Promise<TargetLine[]> {
  const lines: TargetLine[] = [];
  return new Promise((resolve, reject) => {
    const fail = (error: AppError): void => {
      stopListening();
      dismiss();
      reject(error);
    };
    const onMessage = (answer: ReplayAnswer): void => {
      if (answer.id !== id) return;
      if ('problem' in answer) return settle(() => reject(failed(answer.problem)));
      lines.push(...answer.lines);
      if (answer.isLast) settle(() => resolve(lines));
      else busy.postMessage({ next: true } satisfies OrderPiece);
    };
    const onError = (error: Error): void => fail(failed(error.message, error));
    const onExit = (): void => fail(failed('the thread ended'));
    // What the thread is at it finishes; nobody asks for its lines.
    const onAbort = (): void => settle(() => reject(signal?.reason as Error));
    const limit = setTimeout(() => fail(tooSlow()), TIME_LIMIT_MS);
    function settle(how: () => void): void {
      stopListening();
      how();
    }
    function stopListening(): void {
      clearTimeout(limit);
      signal?.removeEventListener('abort', onAbort);
      busy.off('message', onMessage).off('error', onError).off('exit', onExit);
    }
    signal?.addEventListener('abort', onAbort);
    busy.on('message', onMessage).on('error', onError).on('exit', onExit);
  });
}

/** Everybody else has a turn between two pieces. Nothing follows an abort: the next order is on its way by then. */
async function send(
  to: Worker,
  pieces: Iterable<OrderPiece>,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (const piece of pieces) {
    if (signal?.aborted) return;
    to.postMessage(piece);
    await nextTurn();
  }
}

function hire(): Worker {
  const hired = new Worker(new URL('./replay-thread.mjs', import.meta.url), {
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
  return new AppError('REPLAY_FAILED', 'The preview could not be made', {
    detail: { why },
    ...(cause && { cause }),
  });
}

function tooSlow(): AppError {
  const message = `The preview took longer than ${String(TIME_LIMIT_MS / 1000)} s`;
  return new AppError('REPLAY_TOO_SLOW', message, { status: 503, retry: 'later' });
}
