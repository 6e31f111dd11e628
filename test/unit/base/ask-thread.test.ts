import { afterAll, expect, it } from '@jest/globals';
import { threadCaller } from '../../../server/base/threads/index.js';
import type { CountingAnswer, CountingOrder } from '../../given/counting-worker.js';

const thread = threadCaller<CountingOrder, CountingAnswer>({
  file: new URL('../../given/counting-thread.mjs', import.meta.url),
  ...{ memoryMb: 64, timeLimitMs: 20_000, mostWaiting: 3, idleMs: 50 },
  codes: { busy: 'COUNTS_BUSY', tooSlow: 'COUNT_TOO_SLOW', failed: 'COUNT_FAILED' },
});

interface Asked {
  signal?: AbortSignal;
  timeLimitMs?: number;
  heard?: (at: number) => void;
}

function ask(piece: CountingOrder, { heard, ...more }: Asked = {}): Promise<number> {
  return thread.ask({
    ...{ what: 'a count', pieces: [piece], ...more },
    hear: ({ at, isLast }, say) => {
      heard?.(at);
      if (isLast) return at;
      if ('countTo' in piece && piece.countTo < Infinity) say({ next: true });
      return undefined;
    },
  });
}

const code = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no error',
    (error: unknown) => (error as { code?: string }).code,
  );

// The thread goes away by itself; the next order of whoever comes then finds a new one.
afterAll(() => new Promise((resolve) => setTimeout(resolve, 100)));

it('answers one order after the other, tells how far it is, and refuses when too many wait', async () => {
  const order: string[] = [];
  const one = ask({ countTo: 3 }, { heard: (at) => order.push(`a${String(at)}`) });
  const other = ask({ countTo: 2 }, { heard: (at) => order.push(`b${String(at)}`) });
  const third = ask({ countTo: 1 });
  expect(await code(ask({ countTo: 1 }))).toBe('COUNTS_BUSY');
  expect(await Promise.all([one, other, third])).toEqual([3, 2, 1]);
  expect(order).toEqual(['a1', 'a2', 'a3', 'b1', 'b2']);
}, 30_000);

it('hires a new thread after one that was idle, failed, died or was too slow', async () => {
  expect(await ask({ countTo: 1 })).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 150));
  await expect(ask({ fail: 'no numbers left' })).rejects.toMatchObject({
    ...{ code: 'COUNT_FAILED', message: 'Could not be made: a count' },
    detail: { why: expect.stringContaining('no numbers left') as unknown },
  });
  expect(await code(ask({ exit: true }))).toBe('COUNT_FAILED');
  expect(await code(ask({ countTo: Infinity }, { timeLimitMs: 1 }))).toBe('COUNT_TOO_SLOW');
  expect(await ask({ countTo: 2 })).toBe(2);
}, 60_000);

it('lets go of what nobody waits for any more, begun or not, and the thread is free for others', async () => {
  const gone = new AbortController();
  const begun = ask(
    { countTo: Infinity },
    { signal: gone.signal, heard: () => gone.abort(new Error('gone')) },
  );
  const waiting = ask({ countTo: 9 }, { signal: gone.signal });
  const other = ask({ countTo: 2 });
  await expect(begun).rejects.toThrow('gone');
  await expect(waiting).rejects.toThrow('gone');
  expect(await other).toBe(2);
}, 30_000);
