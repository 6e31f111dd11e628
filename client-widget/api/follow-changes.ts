import { z } from 'zod';
import { openStream } from './request.js';
import type { SessionKeeper } from './session-keeper.js';

/** `null` = anything may have changed: while the stream is down everybody asks again now and then. */
export type ChangeListener = (clientIds: readonly number[] | null) => void;

export interface Changes {
  /** Tells of changed clients until the returned function is called. */
  listen(listener: ChangeListener): () => void;
}

const eventSchema = z.object({ clients: z.array(z.number().int()) });
const firstPauseMs = 1_000;
const longestPauseMs = 30_000;

/**
 * Follows the server's changes for as long as the page lives. The stream is read through `fetch`, so the bearer stays in
 * a header; when it breaks, it is opened again after a growing pause, and listeners are told to ask for themselves.
 */
export function followChanges(keeper: SessionKeeper): Changes {
  const listeners = new Set<ChangeListener>();
  const tell: ChangeListener = (clientIds) => {
    for (const listener of listeners) listener(clientIds);
  };
  void followForEver(keeper, tell);
  return {
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

async function followForEver(keeper: SessionKeeper, tell: ChangeListener): Promise<never> {
  let pauseMs = firstPauseMs;
  let isFirst = true;
  for (;;) {
    try {
      const lines = await openStream(keeper, 'changes');
      if (!isFirst) tell(null);
      isFirst = false;
      pauseMs = firstPauseMs;
      await readEvents(lines, tell);
    } catch (error) {
      console.debug('The stream of changes broke off', error);
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs * (0.75 + Math.random() / 2)));
    if (pauseMs > firstPauseMs && !document.hidden) tell(null);
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  }
}

async function readEvents(stream: ReadableStream<Uint8Array>, tell: ChangeListener): Promise<void> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + decoder.decode(value, { stream: true })).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) if (block.startsWith('data: ')) tell(clientsOf(block.slice(6)));
  }
}

function clientsOf(text: string): readonly number[] | null {
  const event = eventSchema.safeParse(JSON.parse(text));
  return event.success ? event.data.clients : null;
}
