import type { Urgency } from './types.js';

export interface BucketRules {
  perSecond: number;
  burst: number;
}

/** One portal's share of requests: who waits, and how full its leaky bucket is by our count. */
export interface Bucket {
  /** Resolves when a request may leave; `release` must follow. Rejects with BucketRefusal. */
  take: (urgency: Urgency, waitLimitMs: number) => Promise<void>;
  release: () => void;
  /** The portal said 503: our count was too low. Nothing leaves for `pauseMs`. */
  overflow: (pauseMs: number) => void;
  widen: (rules: BucketRules) => void;
  /** What the portal is taken to allow. */
  rules: () => BucketRules;
}

export class BucketRefusal extends Error {
  readonly restCode: 'QUEUE_FULL' | 'WAITED_TOO_LONG';

  constructor(restCode: 'QUEUE_FULL' | 'WAITED_TOO_LONG') {
    super(
      restCode === 'QUEUE_FULL' ? 'too many calls wait for this portal' : 'the portal had no room in time',
    );
    this.name = 'BucketRefusal';
    this.restCode = restCode;
  }
}

interface Waiter {
  giveUpAt: number;
  admit: () => void;
  refuse: (error: BucketRefusal) => void;
}

/** Kept free below the portal's own limit: other apps of this server share its count. */
const SPARE = 2;
/** Kept free by background work, for people. */
const FOR_PEOPLE = 4;
const MAX_WAITING = 2_000;
const MAX_IN_FLIGHT = 10;
const LOOK_AGAIN_MS = 250;

/** Leaky bucket with two queues (limits.md: +1 per request, drained per second). `pace` gives ms that never go back. */
export function createBucket(rules: BucketRules, pace: () => number): Bucket {
  const state = { rules, level: 0, at: pace(), closedUntil: 0, inFlight: 0 };
  const waiting: Record<Urgency, Waiter[]> = { interactive: [], background: [] };
  let timer: NodeJS.Timeout | null = null;

  function drain(now: number): void {
    state.level = Math.max(0, state.level - ((now - state.at) / 1000) * state.rules.perSecond);
    state.at = now;
  }

  function hasRoom(urgency: Urgency, now: number): boolean {
    if (now < state.closedUntil || state.inFlight >= MAX_IN_FLIGHT) return false;
    const spare = urgency === 'interactive' ? SPARE : SPARE + FOR_PEOPLE;
    return state.level + 1 <= Math.max(1, state.rules.burst - spare);
  }

  function next(now: number): Waiter | undefined {
    if (waiting.interactive.length > 0)
      return hasRoom('interactive', now) ? waiting.interactive.shift() : undefined;
    return hasRoom('background', now) ? waiting.background.shift() : undefined;
  }

  function pump(): void {
    const now = pace();
    drain(now);
    dropLate(waiting.interactive, now);
    dropLate(waiting.background, now);
    for (let waiter = next(now); waiter; waiter = next(now)) {
      state.level += 1;
      state.inFlight += 1;
      waiter.admit();
    }
    const isWaiting = waiting.interactive.length + waiting.background.length > 0;
    if (timer === null && isWaiting) timer = setTimeout(lookAgain, lookAgainMs(now)).unref();
  }

  function lookAgain(): void {
    timer = null;
    pump();
  }

  function lookAgainMs(now: number): number {
    const untilOpen = state.closedUntil - now;
    const perRequest = 1000 / state.rules.perSecond;
    return Math.min(LOOK_AGAIN_MS, Math.max(5, untilOpen > 0 ? untilOpen : perRequest / 4));
  }

  function take(urgency: Urgency, waitLimitMs: number): Promise<void> {
    if (waiting[urgency].length >= MAX_WAITING) return Promise.reject(new BucketRefusal('QUEUE_FULL'));
    return new Promise<void>((admit, refuse) => {
      waiting[urgency].push({ giveUpAt: pace() + waitLimitMs, admit, refuse });
      pump();
    });
  }

  return {
    take,
    release: () => {
      state.inFlight = Math.max(0, state.inFlight - 1);
      pump();
    },
    overflow: (pauseMs) => {
      const now = pace();
      drain(now);
      state.level = Math.max(state.level, state.rules.burst - SPARE - FOR_PEOPLE);
      state.closedUntil = Math.max(state.closedUntil, now + pauseMs);
    },
    widen: (wider) => {
      state.rules = wider;
      pump();
    },
    rules: () => state.rules,
  };
}

function dropLate(queue: Waiter[], now: number): void {
  for (let at = queue.length - 1; at >= 0; at -= 1) {
    const waiter = queue[at];
    if (!waiter || now < waiter.giveUpAt) continue;
    queue.splice(at, 1);
    waiter.refuse(new BucketRefusal('WAITED_TOO_LONG'));
  }
}
