import type { BoardCard, BoardColumn } from '../../server/api/board.js';
import type { Lane } from './arrange.js';

/** Sizes in pixels; `headPx` is the height a row's head takes above its cards (0 where it stands beside them). */
export interface Sizes {
  cardPx: number;
  gapPx: number;
  padPx: number;
  headPx: number;
  leastPx: number;
}

export interface Cell {
  column: BoardColumn;
  cards: readonly BoardCard[];
  /** Cards left out until somebody asks for them. */
  more: number;
}

export interface LaidLane {
  lane: Lane;
  top: number;
  height: number;
  cells: Cell[];
}

/** Of what is completed only this many are shown at first. */
const doneAtFirst = 3;

/** Where every row stands. Cards are of one height, so nothing needs to be measured. */
export function layOut(
  lanes: readonly Lane[],
  columns: readonly BoardColumn[],
  sizes: Sizes,
  opened: ReadonlySet<string>,
): { lanes: LaidLane[]; height: number } {
  let top = 0;
  const laid = lanes.map((lane): LaidLane => {
    const cells = columns.map((column) => cellOf(lane, column, opened.has(lane.key)));
    const rows = Math.max(...cells.map((cell) => cell.cards.length + (cell.more > 0 ? 0.5 : 0)));
    const body = rows * (sizes.cardPx + sizes.gapPx) + sizes.padPx * 2;
    const height = sizes.headPx + Math.max(sizes.leastPx, Math.ceil(body));
    const placed = { lane, top, height, cells };
    top += height;
    return placed;
  });
  return { lanes: laid, height: top };
}

function cellOf(lane: Lane, column: BoardColumn, isOpen: boolean): Cell {
  const all = lane.cells[column];
  if (column !== 'done' || isOpen || all.length <= doneAtFirst + 1) return { column, cards: all, more: 0 };
  return { column, cards: all.slice(0, doneAtFirst), more: all.length - doneAtFirst };
}

export interface Slot {
  card: BoardCard;
  /** Place in its cell, from 0. */
  index: number;
  /** From the top of the cell. */
  top: number;
}

/** Cards of a cell from the first to the last in sight; `pinned` ones (dragged, focused) stay drawn wherever they are. */
export function slotsIn(
  cell: Cell,
  sizes: Sizes,
  shown: { first: number; last: number; pinned: ReadonlySet<number> },
): Slot[] {
  const step = sizes.cardPx + sizes.gapPx;
  const last = Math.min(cell.cards.length - 1, shown.last);
  const slots: Slot[] = [];
  for (let index = shown.first; index <= last; index += 1) push(index);
  for (const taskId of shown.pinned) {
    const index = cell.cards.findIndex((card) => card.taskId === taskId);
    if (index >= 0 && (index < shown.first || index > last)) push(index);
  }
  return slots;

  function push(index: number) {
    const card = cell.cards[index];
    if (card) slots.push({ card, index, top: sizes.padPx + index * step });
  }
}

/** Which of a row's cards, counted from the top of its cells, a stretch of the board shows. */
export function rowsIn(
  { top, cells }: LaidLane,
  sizes: Sizes,
  shown: { from: number; to: number },
): { first: number; last: number } {
  const step = sizes.cardPx + sizes.gapPx;
  const start = top + sizes.headPx + sizes.padPx;
  const most = Math.max(...cells.map((cell) => cell.cards.length)) - 1;
  const rowAt = (y: number) => Math.max(-1, Math.min(most, Math.floor((y - start) / step)));
  return { first: Math.max(0, rowAt(shown.from)), last: rowAt(shown.to) };
}

/** Rows that a stretch of the board touches, and those that hold a pinned card. */
export function lanesIn(
  lanes: readonly LaidLane[],
  shown: { from: number; to: number; pinned: ReadonlySet<number> },
): LaidLane[] {
  return lanes.filter(
    ({ top, height, cells }) =>
      (top + height >= shown.from && top <= shown.to) ||
      (shown.pinned.size > 0 &&
        cells.some((cell) => cell.cards.some((card) => shown.pinned.has(card.taskId)))),
  );
}
