import type { TargetLine } from './types.js';

/** An open line as it stands in the ledger. */
export type StandingLine = TargetLine & { posting: number; line: number };

export interface Difference {
  reverse: StandingLine[];
  add: TargetLine[];
}

/** Target minus what stands: what must be reversed and what must be added. Equal lines are left alone. */
export function difference(standing: readonly StandingLine[], wanted: readonly TargetLine[]): Difference {
  const byKey = new Map<string, StandingLine[]>();
  for (const line of standing) {
    const key = keyOf(line);
    const same = byKey.get(key);
    if (same) same.push(line);
    else byKey.set(key, [line]);
  }
  const add = wanted.filter((line) => byKey.get(keyOf(line))?.shift() === undefined);
  const left = new Set([...byKey.values()].flat());
  return { reverse: standing.filter((line) => left.has(line)), add };
}

/** What makes two lines the same for the client. Explanations may be worded anew without a new line. */
function keyOf(line: TargetLine): string {
  return JSON.stringify([
    line.kind,
    line.seconds,
    line.recordedSeconds,
    line.packageId,
    line.entryId,
    line.workedAt,
    line.workDay,
    line.workType,
    line.reason,
    line.textKey,
    line.why.termsVersion ?? null,
    line.why.urgency ?? null,
    line.why.entryBilledSeconds ?? null,
    line.why.change ?? null,
  ]);
}
