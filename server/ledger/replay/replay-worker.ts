import { answerOrders } from '../../base/threads/index.js';
import { target } from '../rules/target.js';
import type { TargetLine } from '../rules/types.js';
import { type OrderPiece, type ReplayAnswer, ROWS_A_PIECE, orderJoiner } from './replay-order.js';

const join = orderJoiner();
let made: { lines: TargetLine[]; at: number } = { lines: [], at: 0 };

/** The thread in which long histories are replayed: one order at a time, its lines a piece at a time as they are asked for. */
answerOrders<OrderPiece, ReplayAnswer>((piece, { say }) => {
  if (!('next' in piece)) {
    const order = join(piece);
    if (order === null) return;
    made = { lines: target(order.facts, order.issued, order.today).lines, at: 0 };
  }
  const { lines, at } = made;
  made.at = at + ROWS_A_PIECE;
  const isLast = made.at >= lines.length;
  say({ lines: lines.slice(at, made.at), isLast });
  if (isLast) made = { lines: [], at: 0 };
});
