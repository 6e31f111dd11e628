import { setTimeout as pause } from 'node:timers/promises';
import { restAnswered, restWaited } from '../../base/telemetry.js';
import type { Desk } from './desk.js';
import { RestError } from './rest-error.js';
import type { Sending, Sent } from './send.js';

const MAX_REPEATS = 3;
const FIRST_PAUSE_MS = 400;
const LONGEST_PAUSE_MS = 15_000;

/**
 * Tries again where that is safe: what surely did not run, within the time the request may still leave; what may have
 * run only if it is repeatable. Everything else is the caller's to decide.
 */
export async function persist(desk: Desk, sending: Sending, once: () => Promise<Sent>): Promise<Sent> {
  for (let tries = 1; ; tries += 1) {
    try {
      const sent = await once();
      restAnswered(sending.method, 'ok');
      return sent;
    } catch (error) {
      if (!(error instanceof RestError)) throw error;
      restAnswered(sending.method, error.outcome);
      const pauseMs = pauseBefore(desk, sending, { error, tries });
      if (pauseMs === null || performance.now() + pauseMs >= sending.leaveBy) throw error;
      await pause(pauseMs);
    }
  }
}

/** The ms to wait before the next try, or null for none. */
function pauseBefore(
  desk: Desk,
  sending: Sending,
  failed: { error: RestError; tries: number },
): number | null {
  const { error, tries } = failed;
  const portal = desk.portal(sending.portalId);
  const growing = growingPauseMs(tries);
  if (error.outcome === 'refused') return null;
  if (error.outcome === 'unknown') return sending.repeatable && tries < MAX_REPEATS ? growing : null;
  if (error.restCode === 'OVERLOAD_LIMIT') return null;
  if (error.httpStatus === 503) {
    restWaited('overflow');
    portal.bucket.overflow(growing);
    return growing;
  }
  if (error.httpStatus === 429) {
    restWaited('operating');
    for (const method of sending.inner) portal.operating.block(method);
    return 0;
  }
  const isNetwork = error.httpStatus === 0 && /^E[A-Z]+$/.test(error.restCode);
  return isNetwork && tries < MAX_REPEATS ? growing : null;
}

/** 0.4, 0.8, 1.6 … s, each a little different, so that many callers do not come back together. */
function growingPauseMs(tries: number): number {
  const full = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (tries - 1));
  return full * (0.8 + Math.random() * 0.4);
}
