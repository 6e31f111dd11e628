/** Time on a task is at our expense from one instant until before another: the work was handed over. */
export interface HandedSpan {
  handoffId: number;
  sinceAt: number;
  /** Null = it goes on. */
  untilAt: number | null;
  reason: string;
}

/** The hand-off at whose expense an hour is; it counts by when the work was done. */
export function spanOf(spans: readonly HandedSpan[], workedAt: number): HandedSpan | null {
  return spans.find((span) => span.sinceAt <= workedAt && workedAt < (span.untilAt ?? Infinity)) ?? null;
}
