/** What earlier parts of the same entry already carry. */
export interface SpreadBefore {
  billedSeconds: number;
  recordedSeconds: number;
}

/**
 * Spreads the recorded seconds of an entry over its parts in proportion to their billed seconds. Integers; the sum is
 * exact. Reckoned from the start of the entry, so that freezing its first parts moves nothing in the others.
 * With no billed seconds at all everything stands on the first part.
 * @param recordedSeconds of the whole entry, what stands in `before` included
 */
export function spreadRecorded(
  billedParts: readonly number[],
  recordedSeconds: number,
  before: SpreadBefore = { billedSeconds: 0, recordedSeconds: 0 },
): number[] {
  const total = billedParts.reduce((sum, part) => sum + Math.abs(part), before.billedSeconds);
  let upTo = before.billedSeconds;
  let given = before.recordedSeconds;
  return billedParts.map((part, index) => {
    upTo += Math.abs(part);
    const isLast = index === billedParts.length - 1;
    const share = (isLast ? recordedSeconds : Math.floor((recordedSeconds * upTo) / (total || 1))) - given;
    given += share;
    return share;
  });
}
