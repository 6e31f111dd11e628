import { byWorkOrder } from './order.js';
import type { StandingLine } from './difference.js';

/** Where a report ends: everything before an instant, or up to the last second a package paid for. */
export type CutPoint = { until: number } | { packageId: number; workedAt: number; entryId: number };

/**
 * The open lines a report with this cut holds. Lines without a place in work order (purchases, expiry,
 * corrections' transfers) always belong to the next report. Law: freezing is per line.
 */
export function linesAtCut<L extends StandingLine>(open: readonly L[], cut: CutPoint): L[] {
  if ('until' in cut) return open.filter((line) => line.workedAt === null || line.workedAt < cut.until);
  const end = { workedAt: cut.workedAt, entryId: cut.entryId };
  return open.filter((line) => {
    if (line.workedAt === null) return true;
    const order = byWorkOrder({ workedAt: line.workedAt, entryId: line.entryId ?? 0 }, end);
    return order < 0 || (order === 0 && !isPastPackage(open, line, cut.packageId));
  });
}

/** Of the entry in which the package ended, only the package's own part and those drawn before it belong here. */
function isPastPackage(open: readonly StandingLine[], line: StandingLine, packageId: number): boolean {
  if (line.kind === 'correction' || line.kind === 'transfer' || line.packageId === packageId) return false;
  const own = open.find((other) => other.entryId === line.entryId && other.packageId === packageId);
  if (!own) return false;
  return line.packageId === null || !own.why.usedUpBefore?.includes(line.packageId);
}
