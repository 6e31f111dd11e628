import type { Day } from '../../base/days.js';
import type { EntryFact, Facts, IssuedLine, TargetLine } from '../rules/types.js';

/** What `target` is asked. */
export interface ReplayOrder {
  facts: Facts;
  issued: readonly IssuedLine[];
  today: Day;
}

/** An order as it travels to the thread, piece by piece: copying a long history at once holds up everybody else. */
export type OrderPiece =
  | { begin: ReplayOrder }
  | { entries: readonly EntryFact[] }
  | { issued: readonly IssuedLine[] }
  | { end: true }
  /** The next lines of the answer, please: each comes in a turn of its own. */
  | { next: true };

export interface ReplayAnswer {
  lines: readonly TargetLine[];
  isLast: boolean;
}

/** So many are copied in a millisecond or two. */
export const ROWS_A_PIECE = 500;

export function* piecesOf({ facts, issued, today }: ReplayOrder): Generator<OrderPiece> {
  yield { begin: { facts: { ...facts, entries: [] }, issued: [], today } };
  for (const entries of slices(facts.entries)) yield { entries };
  for (const lines of slices(issued)) yield { issued: lines };
  yield { end: true };
}

function* slices<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < rows.length; at += ROWS_A_PIECE) yield rows.slice(at, at + ROWS_A_PIECE);
}

/** Puts the pieces together again; answers the whole order with its last one. */
export function orderJoiner(): (piece: Exclude<OrderPiece, { next: true }>) => ReplayOrder | null {
  let begun: ReplayOrder | null = null;
  let entries: EntryFact[] = [];
  let issued: IssuedLine[] = [];
  return (piece) => {
    if ('begin' in piece) {
      [entries, issued] = [[], []];
      const { begin } = piece;
      begun = { ...begin, facts: { ...begin.facts, entries }, issued };
    } else if (begun === null) throw new Error('A piece came before its order');
    else if ('entries' in piece) entries.push(...piece.entries);
    else if ('issued' in piece) issued.push(...piece.issued);
    else return begun;
    return null;
  };
}
