import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { AppError } from '../errors.js';
import type { AnswerMessage, OrderMessage, ThreadData } from './thread-messages.js';

export interface ThreadKind {
  /** The thread's module; it calls `answerOrders`. */
  file: URL;
  memoryMb: number;
  /** What takes this long will not end: the thread is dismissed. */
  timeLimitMs: number;
  codes: { busy: string; tooSlow: string; failed: string };
  /** As many may wait at once; more are asked to come again. */
  mostWaiting?: number;
  /** A thread that has nothing to do for so long goes away. */
  idleMs?: number;
}

export interface Question<Piece, Answer, Result> {
  /** What is asked for, in the words of its errors. */
  what: string;
  /** The order, piece by piece: copying much at once holds up everybody else, who have a turn after each. */
  pieces: Iterable<Piece>;
  /** Hears each answer: the result, or undefined while more is to come; `say` sends the thread another piece. */
  hear: (answer: Answer, say: (piece: Piece) => void) => Result | undefined;
  /** Ends the waiting; the thread is told that it may stop. */
  signal?: AbortSignal | undefined;
  timeLimitMs?: number | undefined;
}

export interface ThreadCaller<Piece, Answer> {
  /**
   * The thread's result; orders wait for each other. Errors: the kind's codes `busy` (503, come again), `tooSlow` (503),
   * `failed`; once the signal is aborted, its reason.
   */
  ask: <Result>(question: Question<Piece, Answer, Result>) => Promise<Result>;
}

const MOST_WAITING = 20;
const IDLE_MS = 60_000;
const COME_AGAIN_MS = 10_000;

interface Hired {
  thread: Worker;
  /** See `ThreadData`. */
  stopped: Int32Array;
}

/** One thread for work that would hold up everybody else: hired with the first order, dismissed when idle, slow or broken. */
export function threadCaller<Piece, Answer>(kind: ThreadKind): ThreadCaller<Piece, Answer> {
  const { mostWaiting = MOST_WAITING, idleMs = IDLE_MS } = kind;
  let hired: Hired | null = null;
  let waiting = 0;
  let lastId = 0;
  let lastOrder: Promise<unknown> = Promise.resolve();
  let leaving: NodeJS.Timeout | undefined;

  function ask<Result>(question: Question<Piece, Answer, Result>): Promise<Result> {
    if (waiting >= mostWaiting) return Promise.reject(busy(kind, question.what));
    waiting += 1;
    clearTimeout(leaving);
    const made = lastOrder.then(() => run(question));
    lastOrder = made
      .catch(() => undefined)
      .then(() => {
        waiting -= 1;
        if (waiting === 0) leaving = setTimeout(dismiss, idleMs).unref();
      });
    return made;
  }

  async function run<Result>(question: Question<Piece, Answer, Result>): Promise<Result> {
    question.signal?.throwIfAborted();
    lastId += 1;
    return converse(kind, question, { id: lastId, with: (hired ??= hire()), dismiss });
  }

  function hire(): Hired {
    const made = hireThread(kind);
    const forget = (): void => {
      if (hired === made) hired = null;
    };
    // An error between two orders must not end the process; the next order hires anew.
    made.thread.on('error', forget).on('exit', forget);
    return made;
  }

  function dismiss(): void {
    const gone = hired;
    hired = null;
    void gone?.thread.terminate();
  }

  return { ask };
}

function hireThread({ file, memoryMb }: ThreadKind): Hired {
  const workerData: ThreadData = { stopped: new SharedArrayBuffer(4) };
  const resourceLimits = { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 64 };
  const thread = new Worker(file, { workerData, execArgv: [], resourceLimits });
  thread.unref();
  return { thread, stopped: new Int32Array(workerData.stopped) };
}

interface Talk {
  id: number;
  with: Hired;
  dismiss: () => void;
}

function converse<Piece, Answer, Result>(
  kind: ThreadKind,
  { what, pieces, hear, signal, timeLimitMs = kind.timeLimitMs }: Question<Piece, Answer, Result>,
  { id, with: { thread, stopped }, dismiss }: Talk,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const say = (piece: Piece): void => thread.postMessage({ id, piece } satisfies OrderMessage<Piece>);
    const breakOff = (error: AppError): void => {
      stopListening();
      dismiss();
      reject(error);
    };
    const onMessage = (message: AnswerMessage<Answer>): void => {
      if (message.id !== id) return;
      if ('problem' in message) return leave(failed(kind, what, message.problem));
      try {
        const result = hear(message.answer, say);
        if (result === undefined) return;
        stopListening();
        resolve(result);
      } catch (error) {
        leave(asError(error));
      }
    };
    const onError = (error: Error): void => breakOff(failed(kind, what, error.message, error));
    const onExit = (): void => breakOff(failed(kind, what, 'the thread ended'));
    const onAbort = (): void => leave(signal?.reason as Error);
    const limit = setTimeout(() => breakOff(tooSlow(kind, what, timeLimitMs)), timeLimitMs);
    function leave(reason: Error): void {
      Atomics.store(stopped, 0, id);
      stopListening();
      reject(reason);
    }
    let isOver = false;
    function stopListening(): void {
      isOver = true;
      clearTimeout(limit);
      signal?.removeEventListener('abort', onAbort);
      thread.off('message', onMessage).off('error', onError).off('exit', onExit);
    }
    signal?.addEventListener('abort', onAbort);
    thread.on('message', onMessage).on('error', onError).on('exit', onExit);
    send(pieces, say, () => isOver).catch((error: unknown) =>
      breakOff(failed(kind, what, asError(error).message, error)),
    );
  });
}

/** Nothing follows once it is over: the next order is on its way by then. */
async function send<Piece>(
  pieces: Iterable<Piece>,
  say: (piece: Piece) => void,
  isOver: () => boolean,
): Promise<void> {
  for (const piece of pieces) {
    if (isOver()) return;
    say(piece);
    await nextTurn();
  }
}

function busy({ codes }: ThreadKind, what: string): AppError {
  const retry = { afterMs: COME_AGAIN_MS };
  return new AppError(codes.busy, `Too many wait already: ${what}`, { status: 503, retry });
}

function failed({ codes }: ThreadKind, what: string, why: string, cause?: unknown): AppError {
  const options = { detail: { why }, ...(cause !== undefined && { cause }) };
  return new AppError(codes.failed, `Could not be made: ${what}`, options);
}

function tooSlow({ codes }: ThreadKind, what: string, limitMs: number): AppError {
  const message = `Took longer than ${String(limitMs / 1000)} s: ${what}`;
  return new AppError(codes.tooSlow, message, { status: 503, retry: 'later' });
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
