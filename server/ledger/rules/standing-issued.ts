import { effectOf } from './effect.js';
import type { IssuedLine } from './types.js';

/** Key under which the opening balance lives beside real entries (which have ids > 0). */
export const OPENING = 0;

/** What reports have already said about one entry. */
export interface IssuedEntry {
  lines: IssuedLine[];
  billedSeconds: number;
  recordedSeconds: number;
  overageSeconds: number;
  courtesySeconds: number;
  /** Net spent by package, in the order the packages were first used. */
  spentByPackage: Map<number, number>;
  /** The newest report that names it. */
  lastReport: number;
  /** What the newest report said the whole entry costs. */
  saidSeconds: number;
}

/** Issued lines by entry (OPENING for the opening balance); lines of packages alone belong to nobody. */
export function issuedByEntry(issued: readonly IssuedLine[]): Map<number, IssuedEntry> {
  const entries = new Map<number, IssuedEntry>();
  for (const line of issued) {
    const key = entryKeyOf(line);
    if (key === null) continue;
    const entry = entries.get(key) ?? emptyEntry();
    entries.set(key, entry);
    addLine(entry, line);
  }
  return entries;
}

function entryKeyOf(line: IssuedLine): number | null {
  const aboutWork = ['spend', 'overage', 'cover', 'correction', 'courtesy'].includes(line.kind);
  if (!aboutWork) return null;
  return line.entryId ?? OPENING;
}

function emptyEntry(): IssuedEntry {
  return {
    lines: [],
    billedSeconds: 0,
    recordedSeconds: 0,
    overageSeconds: 0,
    courtesySeconds: 0,
    spentByPackage: new Map(),
    lastReport: 0,
    saidSeconds: 0,
  };
}

function addLine(entry: IssuedEntry, line: IssuedLine): void {
  const effect = effectOf(line);
  entry.lines.push(line);
  entry.billedSeconds += effect.spent + effect.overage;
  entry.recordedSeconds += line.recordedSeconds;
  entry.overageSeconds += effect.overage;
  entry.courtesySeconds += effect.courtesy;
  if (line.packageId !== null && effect.spent !== 0) {
    entry.spentByPackage.set(line.packageId, (entry.spentByPackage.get(line.packageId) ?? 0) + effect.spent);
  }
  if (line.reportNumber >= entry.lastReport) {
    entry.lastReport = line.reportNumber;
    if (line.why.entryBilledSeconds !== undefined) entry.saidSeconds = line.why.entryBilledSeconds;
  }
}

export interface IssuedUse {
  spent: number;
  forfeited: number;
  /** Rolled over into another package, ≥ 0. */
  rolledOut: number;
}

/** Per package: what issued lines spent, forfeited and rolled over. */
export function issuedUseOf(issued: readonly IssuedLine[]): Map<number, IssuedUse> {
  const use = new Map<number, IssuedUse>();
  for (const line of issued) {
    if (line.packageId === null) continue;
    const effect = effectOf(line);
    const before = use.get(line.packageId) ?? { spent: 0, forfeited: 0, rolledOut: 0 };
    const rolledOut = line.kind === 'rollover' ? Math.max(0, -line.seconds) : 0;
    use.set(line.packageId, {
      spent: before.spent + effect.spent,
      forfeited: before.forfeited + effect.forfeited,
      rolledOut: before.rolledOut + rolledOut,
    });
  }
  return use;
}
