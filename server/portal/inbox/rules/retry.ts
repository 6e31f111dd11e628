import { AppError } from '../../../base/errors.js';

/** What happens to a row whose play failed. */
export type RetryDecision = { do: 'retry'; afterMs: number } | { do: 'park'; reason: string };

/** Pause after the n-th failed try; the last try is followed by parking. About four and a half hours in all. */
const PAUSES_MS = [2_000, 5_000, 15_000, 60_000, 180_000, 600_000, 1_800_000, 3_600_000, 10_000_000] as const;
export const MAX_TRIES = PAUSES_MS.length + 1;
const LONGEST_REASON = 500;

/**
 * The only place where an error becomes a retry.
 * `attempts` counts this try. An `AppError` says itself when trying again makes sense;
 * anything else is unforeseen and may pass, so it is tried again with growing pauses.
 */
export function decideRetry(attempts: number, error: unknown): RetryDecision {
  const retry = error instanceof AppError ? error.retry : 'later';
  if (retry === 'never' || attempts >= MAX_TRIES) return { do: 'park', reason: reasonOf(error) };
  const pauseMs = PAUSES_MS[Math.max(0, attempts - 1)] ?? 0;
  if (retry === 'later') return { do: 'retry', afterMs: pauseMs };
  // What the platform asks for is kept, but never taken as leave to hurry.
  return { do: 'retry', afterMs: Math.max(retry.afterMs, Math.min(pauseMs, PAUSES_MS[0])) };
}

/** True where the fault may lie in one row of several played together. */
export function mayBeOneRowsFault(error: unknown): boolean {
  return !(error instanceof AppError) || error.retry === 'never';
}

/** Code and message, for a person who decides whether to replay. */
export function reasonOf(error: unknown): string {
  const text = error instanceof AppError ? `${error.code}: ${error.message}` : String(error);
  return text.slice(0, LONGEST_REASON);
}
