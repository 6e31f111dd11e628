import type { ReportModel } from '../api/index.js';
import type { Texts } from '../base/i18n/index.js';

type TaskSection = ReportModel['tasks'][number];

export interface BalanceMove {
  /** Its text is `report.<name>`. */
  name: 'bought' | 'billed' | 'addedLaterTitle' | 'correctionsTitle' | 'otherTitle';
  /** What it adds to the balance; negative when it takes away. */
  seconds: number;
}

/** Everything between opening and closing balance, in reading order; what did not move is left out. They add up. */
export function balanceMoves(model: ReportModel): BalanceMove[] {
  const tasks = billedIn(model.tasks);
  const later = billedIn(model.addedLater);
  const moved = model.closingSeconds - model.openingSeconds;
  const moves: BalanceMove[] = [
    { name: 'bought', seconds: model.boughtSeconds },
    { name: 'billed', seconds: -tasks },
    { name: 'addedLaterTitle', seconds: -later },
    { name: 'correctionsTitle', seconds: tasks + later - model.billedSeconds },
    { name: 'otherTitle', seconds: moved - model.boughtSeconds + model.billedSeconds },
  ];
  return moves.filter((move) => move.seconds !== 0 || move.name === 'billed');
}

/** Billed seconds of some tasks together. */
export function billedIn(sections: readonly TaskSection[]): number {
  return sections.reduce((sum, section) => sum + section.billedSeconds, 0);
}

/** A work type in words; one that a portal made up itself shows under its own name. */
export function workTypeName(texts: Texts, workType: string): string {
  const name = texts(`workType.${workType}`);
  return name === `workType.${workType}` ? workType : name;
}
