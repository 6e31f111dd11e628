import { z } from 'zod';
import type { Clock } from '../../base/clock.js';

const LOOK_EVERY_MS = 250;
const TIME_LIMIT_MS = 5_000;
const readingSchema = z.object({ now: z.number(), mode: z.enum(['real', 'manual']).default('real') });

/** A clock that follows the simulated portal's. For development and tests. */
export interface PortalClock extends Clock {
  /** Asks now; resolves when `now()` tells what the portal told. */
  refresh: () => Promise<void>;
  stop: () => void;
}

/** `now()` stays synchronous: the offset is read in the background from `GET {url}/control/clock`. */
export function portalClock(url: string): PortalClock {
  let read = (): number => Date.now();

  async function refresh(): Promise<void> {
    const signal = AbortSignal.timeout(TIME_LIMIT_MS);
    const response = await fetch(`${url.replace(/\/+$/, '')}/control/clock`, { signal });
    const { now, mode } = readingSchema.parse(await response.json());
    const offset = now - Date.now();
    read = mode === 'manual' ? () => now : () => Date.now() + offset;
  }

  const timer = setInterval(() => {
    // A portal that does not answer keeps the last reading; the next look comes soon.
    refresh().catch(() => undefined);
  }, LOOK_EVERY_MS).unref();
  return { now: () => read(), refresh, stop: () => clearInterval(timer) };
}
