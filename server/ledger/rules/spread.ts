/**
 * Spreads recorded seconds over parts in proportion to their billed seconds. Integers; the sum is exact.
 * With no billed seconds at all everything stands on the first part.
 */
export function spreadRecorded(billedParts: readonly number[], recordedSeconds: number): number[] {
  const total = billedParts.reduce((sum, part) => sum + Math.abs(part), 0);
  let upTo = 0;
  let given = 0;
  return billedParts.map((part, index) => {
    upTo += Math.abs(part);
    const share = total === 0 ? (index === 0 ? recordedSeconds : 0) : portion(recordedSeconds, upTo, total) - given;
    given += share;
    return share;
  });
}

function portion(recorded: number, upTo: number, total: number): number {
  return upTo === total ? recorded : Math.floor((recorded * upTo) / total);
}
