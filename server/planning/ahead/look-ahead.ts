import { threadCaller } from '../../base/threads/index.js';
import { type Ahead, type AheadOrder, lookAhead } from '../rules/foresight.js';

/** So few tasks are played sooner than a thread is hired. */
const AT_ONCE_TASKS = 12;

const thread = threadCaller<AheadOrder, Ahead>({
  file: new URL('./ahead-thread.mjs', import.meta.url),
  memoryMb: 256,
  timeLimitMs: 60_000,
  codes: { busy: 'PLANS_BUSY', tooSlow: 'PLAN_TOO_SLOW', failed: 'PLAN_FAILED' },
});

/** `lookAhead`, in a thread where it would hold up everybody else. Errors: PLANS_BUSY, PLAN_TOO_SLOW, PLAN_FAILED. */
export function lookAheadAside(order: AheadOrder): Promise<Ahead> {
  if (order.input.tasks.length <= AT_ONCE_TASKS) return Promise.resolve(lookAhead(order));
  return thread.ask({ what: 'dates of the weeks ahead', pieces: [order], hear: (ahead) => ahead });
}
