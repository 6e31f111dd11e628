import type { LaidLane } from './lay-out.js';

export type Way = 'up' | 'down' | 'left' | 'right';

/** Where a card stands, in rows and cells as they are drawn. */
export interface Spot {
  lane: number;
  cell: number;
  index: number;
}

export function spotOf(lanes: readonly LaidLane[], taskId: number): Spot | null {
  for (const [lane, laid] of lanes.entries()) {
    for (const [cell, { cards }] of laid.cells.entries()) {
      const index = cards.findIndex((card) => card.taskId === taskId);
      if (index >= 0) return { lane, cell, index };
    }
  }
  return null;
}

/** The card an arrow leads to: in the cell, then in the same column of the next row; sideways to the next cell with cards. */
export function nextCard(lanes: readonly LaidLane[], taskId: number, way: Way): number | null {
  const spot = spotOf(lanes, taskId);
  if (!spot) return null;
  if (way === 'left' || way === 'right') return sideways(lanes, spot, way === 'left' ? -1 : 1);
  const step = way === 'up' ? -1 : 1;
  const beside = lanes[spot.lane]?.cells[spot.cell]?.cards[spot.index + step];
  if (beside) return beside.taskId;
  for (let lane = spot.lane + step; lane >= 0 && lane < lanes.length; lane += step) {
    const cards = lanes[lane]?.cells[spot.cell]?.cards ?? [];
    const found = cards[step > 0 ? 0 : cards.length - 1];
    if (found) return found.taskId;
  }
  return null;
}

function sideways(lanes: readonly LaidLane[], spot: Spot, step: number): number | null {
  const cells = lanes[spot.lane]?.cells ?? [];
  for (let cell = spot.cell + step; cell >= 0 && cell < cells.length; cell += step) {
    const cards = cells[cell]?.cards ?? [];
    const found = cards[Math.min(spot.index, cards.length - 1)];
    if (found) return found.taskId;
  }
  return null;
}

/** The cell an arrow leads a picked-up card to; the edge holds it. */
export function nextCell(
  lanes: readonly unknown[],
  columns: number,
  at: { lane: number; cell: number },
  way: Way,
): { lane: number; cell: number } {
  const lane = at.lane + (way === 'down' ? 1 : way === 'up' ? -1 : 0);
  const cell = at.cell + (way === 'right' ? 1 : way === 'left' ? -1 : 0);
  return {
    lane: Math.min(lanes.length - 1, Math.max(0, lane)),
    cell: Math.min(columns - 1, Math.max(0, cell)),
  };
}
