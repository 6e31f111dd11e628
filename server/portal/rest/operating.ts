import { setTimeout as pause } from 'node:timers/promises';
import type { Clock } from '../../base/clock.js';
import type { Urgency } from './types.js';

/** The platform's budget per method and portal: 480 s of run time in ten minutes; a lower one is learnt. */
export const KNOWN_LIMIT_SECONDS = 480;
/** Background work stops here and leaves the rest of the budget to people. */
const BACKGROUND_SHARE = 0.9;
/** When a refusal does not say when it ends: a tenth of the window. */
const UNKNOWN_RESET_MS = 60_000;
const LOOK_AGAIN_MS = 200;

interface MethodState {
  seconds: number;
  limitSeconds: number;
  resetAt: number;
  /** Refused by the portal until then. */
  blockedUntil: number;
}

export interface Operating {
  /** Reads the `time` block of an answer of this method. */
  note: (method: string, time: unknown) => void;
  /** The portal answered 429 for this method. */
  block: (method: string) => void;
  /** Waits until the method may run; returns the ms still missing when `waitLimitMs` was not enough. */
  wait: (methods: Iterable<string>, urgency: Urgency, waitLimitMs: number) => Promise<number>;
}

/** One portal's operating time (settings/performance/limits.md, rest-facts §3.3). Times are the portal's clock. */
export function createOperating(clock: Clock): Operating {
  const states = new Map<string, MethodState>();

  function stateOf(method: string): MethodState {
    const name = method.toLowerCase();
    const known = states.get(name);
    if (known) return known;
    const fresh = { seconds: 0, limitSeconds: KNOWN_LIMIT_SECONDS, resetAt: 0, blockedUntil: 0 };
    states.set(name, fresh);
    return fresh;
  }

  function missingMs(methods: Iterable<string>, urgency: Urgency): number {
    const now = clock.now();
    let until = 0;
    for (const method of methods) until = Math.max(until, freeAt(stateOf(method), urgency, now));
    return Math.max(0, until - now);
  }

  return {
    note: (method, time) => {
      const { operating, operating_reset_at: resetAt } = (time ?? {}) as Record<string, unknown>;
      if (typeof operating !== 'number') return;
      const state = stateOf(method);
      state.seconds = operating;
      if (typeof resetAt === 'number') state.resetAt = resetAt * 1000;
    },
    block: (method) => {
      const state = stateOf(method);
      const now = clock.now();
      if (state.seconds > 0) state.limitSeconds = Math.min(state.limitSeconds, state.seconds);
      state.blockedUntil = state.resetAt > now ? state.resetAt : now + UNKNOWN_RESET_MS;
    },
    wait: async (methods, urgency, waitLimitMs) => {
      const names = [...methods];
      const giveUpAt = performance.now() + waitLimitMs;
      for (;;) {
        const missing = missingMs(names, urgency);
        const left = giveUpAt - performance.now();
        if (missing === 0 || left <= 0) return missing;
        await pause(Math.min(missing, left, LOOK_AGAIN_MS));
      }
    },
  };
}

function freeAt(state: MethodState, urgency: Urgency, now: number): number {
  if (state.blockedUntil > now) return state.blockedUntil;
  const isNearLimit = state.seconds >= state.limitSeconds * BACKGROUND_SHARE;
  return urgency === 'background' && isNearLimit && state.resetAt > now ? state.resetAt : 0;
}
