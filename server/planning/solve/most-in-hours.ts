export interface Portion {
  /** Seconds of the client's hours. */
  seconds: number;
  worth: number;
}

/** Hours are counted in so many steps: never more than they are, so that the result can only be too high. */
const STEPS = 4096;

/** The most that whole tasks can bring within a client's hours; each is taken or left. */
export function mostInHours(tasks: readonly Portion[], limit: number): number {
  const step = Math.max(1, Math.floor(limit / STEPS));
  const best = new Float64Array(Math.floor(limit / step) + 1);
  for (const { seconds, worth } of tasks) {
    const size = Math.floor(seconds / step);
    for (let used = best.length - 1; used >= size; used -= 1) {
      best[used] = Math.max(best[used] ?? 0, (best[used - size] ?? 0) + worth);
    }
  }
  return best.at(-1) ?? 0;
}
