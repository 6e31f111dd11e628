import { AppError } from '../../base/errors.js';
import { RestError } from '../rest/index.js';
import type { SendOutcome } from './rules/next-step.js';

/** What a failed call means for the post. An error we do not know may have come after the call ran. */
export function outcomeOf(error: unknown): Exclude<SendOutcome, { kind: 'done' }> {
  if (error instanceof RestError) {
    if (error.outcome !== 'not-run') return { kind: error.outcome, code: error.restCode };
    const retryAfterMs = typeof error.retry === 'object' ? error.retry.afterMs : null;
    return { kind: 'not-run', code: error.restCode, retryAfterMs };
  }
  const notReady = error instanceof AppError && error.code === 'PORTAL_NOT_READY';
  if (notReady) return { kind: 'not-run', code: error.code, retryAfterMs: null };
  return { kind: 'unknown', code: error instanceof Error ? error.name : 'UNKNOWN' };
}
