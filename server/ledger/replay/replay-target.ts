import { setImmediate as nextTurn } from 'node:timers/promises';
import { threadCaller } from '../../base/threads/index.js';
import { target } from '../rules/target.js';
import type { TargetLine } from '../rules/types.js';
import { type OrderPiece, type ReplayAnswer, type ReplayOrder, piecesOf } from './replay-order.js';

/** Fewer entries are replayed at once: that takes less than carrying them to the thread and back. */
const FEW_ENTRIES = 2_000;

const thread = threadCaller<OrderPiece, ReplayAnswer>({
  file: new URL('./replay-thread.mjs', import.meta.url),
  memoryMb: 512,
  timeLimitMs: 60_000,
  codes: { busy: 'REPLAYS_BUSY', tooSlow: 'REPLAY_TOO_SLOW', failed: 'REPLAY_FAILED' },
});

/**
 * The lines of `target`. A long history is replayed in a thread of its own, so that nobody else waits for it; one order at a time.
 * Errors: REPLAYS_BUSY (too many at once), REPLAY_TOO_SLOW, REPLAY_FAILED; the reason of `signal` once that is aborted.
 */
export async function replayTarget(order: ReplayOrder, signal?: AbortSignal): Promise<readonly TargetLine[]> {
  signal?.throwIfAborted();
  if (order.facts.entries.length >= FEW_ENTRIES) return replayInThread(order, signal);
  const { lines } = target(order.facts, order.issued, order.today);
  await nextTurn();
  return lines;
}

function replayInThread(order: ReplayOrder, signal: AbortSignal | undefined): Promise<TargetLine[]> {
  const lines: TargetLine[] = [];
  return thread.ask({
    ...{ what: 'a preview of other terms', pieces: piecesOf(order), signal },
    hear: (answer, say) => {
      lines.push(...answer.lines);
      if (answer.isLast) return lines;
      say({ next: true });
      return undefined;
    },
  });
}
