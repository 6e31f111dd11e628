import type { TargetLine } from './types.js';

/** An open line as it stands in the ledger. */
export type StandingLine = TargetLine & { posting: number; line: number };

export interface Difference {
  reverse: StandingLine[];
  add: TargetLine[];
}

/**
 * Target minus what stands: what must be reversed and what must be added. Equal lines are left alone. The lines of one
 * entry stand or fall together: their order says which hour was paid by which package, and cuts and give-backs read it.
 */
export function difference(standing: readonly StandingLine[], wanted: readonly TargetLine[]): Difference {
  const held = groupByOwner(standing);
  const target = groupByOwner(wanted);
  const kept = new Set<StandingLine>();
  const present = new Set<TargetLine>();
  for (const [owner, lines] of target) {
    const own = held.get(owner) ?? [];
    if (!isSame(own, lines)) continue;
    for (const line of own) kept.add(line);
    for (const line of lines) present.add(line);
  }
  return {
    reverse: standing.filter((line) => !kept.has(line)),
    add: wanted.filter((line) => !present.has(line)),
  };
}

/** The entry, or for lines that belong to a package alone, kind and package. */
function groupByOwner<L extends TargetLine>(lines: readonly L[]): Map<string, L[]> {
  const groups = new Map<string, L[]>();
  for (const line of lines) {
    const owner =
      line.entryId === null
        ? `${line.kind}:${line.packageId ?? ''}:${line.reason ?? ''}`
        : `entry:${line.entryId}`;
    const group = groups.get(owner);
    if (group) group.push(line);
    else groups.set(owner, [line]);
  }
  return groups;
}

function isSame(held: readonly TargetLine[], wanted: readonly TargetLine[]): boolean {
  if (held.length !== wanted.length) return false;
  return wanted.every((line, index) => {
    const own = held[index];
    return own !== undefined && keyOf(own) === keyOf(line);
  });
}

/** What makes two lines the same for the client. Explanations may be worded anew without a new line. */
function keyOf(line: TargetLine): string {
  const { change } = line.why;
  return JSON.stringify([
    line.kind,
    line.seconds,
    line.recordedSeconds,
    line.packageId,
    line.workedAt,
    line.workDay,
    line.workType,
    line.reason,
    line.textKey,
    line.why.termsVersion ?? null,
    line.why.urgency ?? null,
    line.why.entryBilledSeconds ?? null,
    // Field by field: a stored explanation comes back with its keys in another order.
    change ? [change.issuedIn, change.wasSeconds, change.nowSeconds, change.noticedOn] : null,
  ]);
}
