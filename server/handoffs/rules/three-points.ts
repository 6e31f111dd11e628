/** Seconds of work if all goes well, most likely, and if it does not. */
export interface Points {
  optimisticSeconds: number;
  likelySeconds: number;
  pessimisticSeconds: number;
}

const QUARTER = 900;

/** The mean and the spread (one standard deviation) of a three-point estimate, as PERT reckons them. */
export function reckonPoints(points: Points): { meanSeconds: number; spreadSeconds: number } {
  const { optimisticSeconds: low, likelySeconds: likely, pessimisticSeconds: high } = points;
  return {
    meanSeconds: Math.round((low + 4 * likely + high) / 6),
    spreadSeconds: Math.round((high - low) / 6),
  };
}

/** Three figures that go up. */
export function areInOrder(points: Points): boolean {
  const { optimisticSeconds: low, likelySeconds: likely, pessimisticSeconds: high } = points;
  return 0 < low && low <= likely && likely <= high;
}

/** What a manager is proposed to approve: nobody plans in minutes. */
export function proposedOf(points: Points): number {
  return Math.ceil(reckonPoints(points).meanSeconds / QUARTER) * QUARTER;
}
