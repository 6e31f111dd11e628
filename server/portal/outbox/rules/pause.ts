const PAUSES_MS = [5_000, 15_000, 60_000, 300_000, 900_000] as const;

/** Pause before the next try after the n-th that came to nothing; what the platform asks for is kept. */
export function pauseMs(tries: number, askedMs: number | null = null): number {
  const grown = PAUSES_MS[Math.min(Math.max(tries, 1), PAUSES_MS.length) - 1] ?? PAUSES_MS[0];
  return Math.max(grown, askedMs ?? 0);
}
