import { answerOrders } from '../../server/base/threads/index.js';

export type CountingOrder = { countTo: number } | { next: true } | { fail: string } | { exit: true };
export interface CountingAnswer {
  at: number;
  isLast: boolean;
}

let count = { at: 0, to: 0 };

/** Counts, one number for each time it is asked; without end where it is to count to Infinity, until nobody waits. */
answerOrders<CountingOrder, CountingAnswer>((piece, { say, isStopped }) => {
  if ('fail' in piece) throw new Error(piece.fail);
  if ('exit' in piece) process.exit(1);
  if ('countTo' in piece) count = { at: 0, to: piece.countTo };
  if (count.to === Infinity) {
    say({ at: 0, isLast: false });
    while (!isStopped()) count.at += 1;
    return;
  }
  count.at += 1;
  say({ at: count.at, isLast: count.at === count.to });
});
