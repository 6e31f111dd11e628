import type { ReportModel } from '../../../server/api/reports.js';

export interface BalanceMove {
  /** Its label is `document.<name>`. */
  name: 'boughtTotal' | 'billedTotal' | 'later' | 'correctionsTotal' | 'waiversTotal' | 'otherLines';
  seconds: number;
}

/** Everything between opening and closing balance, in reading order; what did not move is left out. They add up. */
export function balanceMoves(model: ReportModel): BalanceMove[] {
  const sum = (seconds: readonly number[]) => seconds.reduce((total, one) => total + one, 0);
  const tasks = sum(model.tasks.map((task) => task.billedSeconds));
  const later = sum(model.addedLater.map((task) => task.billedSeconds));
  const given = sum(model.waivers.map((one) => (one.issuedIn === null ? 0 : one.seconds)));
  const moved = model.closingSeconds - model.openingSeconds;
  const moves: BalanceMove[] = [
    { name: 'boughtTotal', seconds: model.boughtSeconds },
    { name: 'billedTotal', seconds: -tasks },
    { name: 'later', seconds: -later },
    { name: 'correctionsTotal', seconds: tasks + later - model.billedSeconds - given },
    { name: 'waiversTotal', seconds: given },
    { name: 'otherLines', seconds: moved - model.boughtSeconds + model.billedSeconds },
  ];
  return moves.filter((move) => move.seconds !== 0 || move.name === 'billedTotal');
}
