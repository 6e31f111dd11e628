import { parentPort, type Transferable, workerData } from 'node:worker_threads';
import type { AnswerMessage, OrderMessage, ThreadData } from './thread-messages.js';

/** What a thread may do about the order it is at. */
export interface ThreadHands<Answer> {
  /** Answers; buffers that are moved are gone from here. An order may have several answers. */
  say: (answer: Answer, moved?: Transferable[]) => void;
  /** Nobody waits for this order any more: it may be left. */
  isStopped: () => boolean;
}

/** Makes this thread one that answers orders: `take` gets their pieces in the order in which they were sent; what it throws is told. */
export function answerOrders<Piece, Answer>(
  take: (piece: Piece, hands: ThreadHands<Answer>) => void | Promise<void>,
): void {
  const stopped = new Int32Array((workerData as ThreadData).stopped);
  const tell = (message: AnswerMessage<Answer>, moved: Transferable[] = []): void =>
    parentPort?.postMessage(message, moved);
  parentPort?.on('message', ({ id, piece }: OrderMessage<Piece>) => {
    const hands: ThreadHands<Answer> = {
      say: (answer, moved) => tell({ id, answer }, moved),
      isStopped: () => Atomics.load(stopped, 0) >= id,
    };
    Promise.resolve()
      .then(() => take(piece, hands))
      .catch((error: unknown) =>
        tell({ id, problem: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
      );
  });
}
