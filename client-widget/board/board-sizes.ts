import type { Sizes } from './lay-out.js';

/** Sizes in rem, so that the board grows with the letters: on a wall screen they are twice as large. */
const inRem = { cardPx: 7, gapPx: 0.5, padPx: 0.5 };

export function boardSizes(remPx: number, isNarrow: boolean): Sizes {
  return {
    cardPx: inRem.cardPx * remPx,
    gapPx: inRem.gapPx * remPx,
    padPx: inRem.padPx * remPx,
    headPx: isNarrow ? 6.75 * remPx : 0,
    leastPx: (isNarrow ? 0.5 : 8) * remPx,
  };
}

/** Beside rows and heads there is the page of the portal and our own bar: this much of the screen is left for the board. */
export function areaHeight(screenPx: number, isTv: boolean, isNarrow: boolean): number {
  if (isTv) return Math.max(560, screenPx - 150);
  return Math.max(560, screenPx - (isNarrow ? 120 : 240));
}
