import { parentPort } from 'node:worker_threads';
import { target } from '../rules/target.js';
import type { TargetLine } from '../rules/types.js';
import { type OrderPiece, type ReplayAnswer, ROWS_A_PIECE, orderJoiner } from './replay-order.js';

/** The thread in which long histories are replayed: one order at a time, its lines a piece at a time as they are asked for. */
const join = orderJoiner();
let made: { id: number; lines: TargetLine[]; at: number } | null = null;

parentPort?.on('message', (piece: OrderPiece) => {
  if ('next' in piece) return tellNext();
  const whole = join(piece);
  if (whole === null) return;
  const { order, id } = whole;
  try {
    made = { id, lines: target(order.facts, order.issued, order.today).lines, at: 0 };
    tellNext();
  } catch (error) {
    answer({ id, problem: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  }
});

function tellNext(): void {
  if (made === null) return;
  const { id, lines, at } = made;
  made.at = at + ROWS_A_PIECE;
  const isLast = made.at >= lines.length;
  answer({ id, lines: lines.slice(at, made.at), isLast });
  if (isLast) made = null;
}

function answer(told: ReplayAnswer): void {
  parentPort?.postMessage(told);
}
