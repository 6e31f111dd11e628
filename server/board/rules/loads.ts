import type { Column } from './columns.js';

/** What a card weighs for whoever is responsible for it. */
export interface Weighed {
  userId: number;
  column: Column;
  isCritical: boolean;
  estimateSeconds: number;
  spentSeconds: number;
}

export interface Load {
  doing: number;
  doingCritical: number;
  loadSeconds: number;
  unestimated: number;
}

/** What is left of an estimate; nothing where there is none, or where more was spent. */
export function leftOf({
  estimateSeconds,
  spentSeconds,
}: Pick<Weighed, 'estimateSeconds' | 'spentSeconds'>): number {
  return Math.max(0, estimateSeconds - spentSeconds);
}

/**
 * The load of each person: what is left of everything to do and in work. Critical work does not count against the limit:
 * it starts whatever else is under way.
 */
export function loadsOf(cards: readonly Weighed[]): Map<number, Load> {
  const loads = new Map<number, Load>();
  for (const card of cards) {
    const load = loads.get(card.userId) ?? { doing: 0, doingCritical: 0, loadSeconds: 0, unestimated: 0 };
    loads.set(card.userId, load);
    if (card.column === 'doing') {
      load.doing += card.isCritical ? 0 : 1;
      load.doingCritical += card.isCritical ? 1 : 0;
    }
    if (card.column !== 'todo' && card.column !== 'doing') continue;
    load.loadSeconds += leftOf(card);
    load.unestimated += card.estimateSeconds === 0 ? 1 : 0;
  }
  return loads;
}
