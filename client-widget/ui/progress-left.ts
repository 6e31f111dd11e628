/** What the estimate is made from: a rate of the work so far. */
export interface ProgressSoFar {
  done: number;
  total: number | null;
  startedAt: number;
  updatedAt: number;
}

/** Whole minutes still to go at the pace so far; null while too little is done to tell. */
export function minutesLeft(progress: ProgressSoFar): number | null {
  const { done, total, startedAt, updatedAt } = progress;
  const tookMs = updatedAt - startedAt;
  if (total === null || done <= 0 || tookMs < 2_000 || done / total < 0.01) return null;
  return Math.floor(((tookMs / done) * Math.max(0, total - done)) / 60_000);
}
