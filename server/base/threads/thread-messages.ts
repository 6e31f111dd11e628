/** One piece of an order on its way to a thread. Numbers of orders ascend. */
export interface OrderMessage<Piece> {
  id: number;
  piece: Piece;
}

/** What comes back: an answer, or why there will be none. */
export type AnswerMessage<Answer> = { id: number; answer: Answer } | { id: number; problem: string };

/** What a thread is hired with. */
export interface ThreadData {
  /** One Int32: the newest order that nobody waits for any more. */
  stopped: SharedArrayBuffer;
}
