import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { ReportModel } from '../api/index.js';
import { AppError } from '../base/errors.js';
import { type FileAnswer, type FileFormat, type FileOrder, piecesOf } from './files/file-order.js';

/** A report of 5 000 lines takes a few seconds; what takes this long will not end. */
const TIME_LIMIT_MS = 60_000;
/** A thread that has nothing to do goes away, with its fonts. */
const IDLE_MS = 60_000;
/** As many people may wait for files at once; more are asked to come again. */
const MOST_WAITING = 20;
const MEMORY_MB = 512;

let worker: Worker | null = null;
let waiting = 0;
let lastOrder: Promise<unknown> = Promise.resolve();
let leaving: NodeJS.Timeout | undefined;

/**
 * The report as a file, made in a thread of its own so that nobody else waits for it; one file at a time.
 * Errors: FILES_BUSY (too many at once), FILE_TOO_SLOW (60 s were not enough), FILE_FAILED.
 */
export function renderFile(
  model: ReportModel,
  format: FileFormat,
  timeLimitMs: number = TIME_LIMIT_MS,
): Promise<Uint8Array> {
  if (waiting >= MOST_WAITING) {
    const retry = { afterMs: 10_000 };
    return Promise.reject(
      new AppError('FILES_BUSY', 'Too many files are being made', { status: 503, retry }),
    );
  }
  waiting += 1;
  clearTimeout(leaving);
  const made = lastOrder.then(() => makeFile({ model, format }, timeLimitMs));
  const ended = made
    .catch(() => undefined)
    .then(() => {
      waiting -= 1;
      if (waiting === 0) leaving = setTimeout(dismiss, IDLE_MS).unref();
    });
  lastOrder = ended;
  return made;
}

function makeFile(order: FileOrder, timeLimitMs: number): Promise<Uint8Array> {
  const busy = (worker ??= hire());
  return new Promise((resolve, reject) => {
    const fail = (error: AppError): void => {
      stopListening();
      dismiss();
      reject(error);
    };
    const onMessage = (answer: FileAnswer): void => {
      stopListening();
      if ('file' in answer) resolve(answer.file);
      else reject(failed(order, answer.problem));
    };
    const onError = (error: Error): void => fail(failed(order, error.message, error));
    const onExit = (): void => fail(failed(order, 'the thread ended'));
    const limit = setTimeout(() => fail(tooSlow(order, timeLimitMs)), timeLimitMs);
    function stopListening(): void {
      clearTimeout(limit);
      busy.off('message', onMessage).off('error', onError).off('exit', onExit);
    }
    busy.on('message', onMessage).on('error', onError).on('exit', onExit);
    send(busy, order).catch((error: unknown) =>
      fail(failed(order, error instanceof Error ? error.message : String(error))),
    );
  });
}

/** Everybody else has a turn between two pieces. */
async function send(to: Worker, order: FileOrder): Promise<void> {
  for (const piece of piecesOf(order)) {
    to.postMessage(piece);
    await setImmediate();
  }
}

function hire(): Worker {
  const hired = new Worker(new URL('./files/file-thread.mjs', import.meta.url), {
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

function failed({ model, format }: FileOrder, why: string, cause?: Error): AppError {
  const message = `Report No. ${model.number} could not be made as ${format.toUpperCase()}`;
  return new AppError('FILE_FAILED', message, { detail: { why }, ...(cause && { cause }) });
}

function tooSlow({ model, format }: FileOrder, timeLimitMs: number): AppError {
  const message = `Report No. ${model.number} took longer than ${timeLimitMs / 1000} s as ${format.toUpperCase()}`;
  return new AppError('FILE_TOO_SLOW', message, { status: 503, retry: 'later' });
}
