import { createHash } from 'node:crypto';
import {
  type CutPoint,
  balanceEffectOf,
  type KeptLine,
  type ReportLines,
} from '../../server/ledger/index.js';
import { sumsOf } from '../../server/ledger/kept-sums-store.js';
import { linesAtCut } from '../../server/ledger/rules/cut.js';
import { keyOf } from './ledger-world.js';

/** A line that was posted, or the word that one was taken back; chained like the ledger's own. */
export type HistoryRow = { posting: number; seal: string } & ({ made: KeptLine } | { reverses: string });

export interface IssueNote {
  number: number;
  posting: number;
  cut: CutPoint;
  closingSeconds: number;
  lines: readonly string[];
}

/** All that was ever written to one ledger, kept beside the world, which knows only what stands. Grows only. */
export interface History {
  rows: readonly HistoryRow[];
  issues: readonly IssueNote[];
}

export function append(
  history: History,
  posting: number,
  { reverses, made }: { reverses: readonly string[]; made: readonly KeptLine[] },
): History {
  const rows = [...history.rows];
  const wanted = [...reverses.map((key) => ({ reverses: key })), ...made.map((line) => ({ made: line }))];
  for (const row of wanted) {
    const before = rows.at(-1)?.seal ?? '';
    const seal = createHash('sha256').update(before).update(JSON.stringify(row)).digest('hex');
    rows.push({ posting, seal, ...row });
  }
  return { ...history, rows };
}

/** What stood at a position, told from the history alone. */
export function standingAsOf({ rows, issues }: History, position: number): KeptLine[] {
  const known = rows.filter((row) => row.posting <= position);
  const reversed = new Set(known.flatMap((row) => ('reverses' in row ? [row.reverses] : [])));
  const issuedIn = new Map<string, number>();
  for (const { posting, number, lines } of issues) {
    if (posting <= position) for (const key of lines) issuedIn.set(key, number);
  }
  return known.flatMap((row) => {
    if ('reverses' in row || reversed.has(keyOf(row.made))) return [];
    return [{ ...row.made, reportNumber: issuedIn.get(keyOf(row.made)) ?? null }];
  });
}

/** What the next report with this cut would have held at a position. */
export function heldAsOf(history: History, position: number, cut: CutPoint): ReportLines {
  const standing = standingAsOf(history, position);
  const issues = history.issues.filter(({ posting }) => posting <= position);
  const earlier = standing.filter((line) => line.reportNumber !== null);
  const open = standing.filter((line) => line.reportNumber === null);
  const lines = linesAtCut(open, cut);
  const openingSeconds = issues.at(-1)?.closingSeconds ?? 0;
  return {
    ...{ number: issues.length + 1, replaces: null, openingSeconds, lines, earlier },
    closingSeconds: lines.reduce((sum, line) => sum + balanceEffectOf(line), openingSeconds),
    previousCut: latestOf(issues.map((issue) => issue.cut)),
    sums: sumsOf([...earlier, ...lines]),
  };
}

export function sealAsOf({ rows }: History, position: number): string {
  return rows.findLast((row) => row.posting <= position)?.seal ?? '';
}

export function latestOf(cuts: readonly CutPoint[]): CutPoint | null {
  const endOf = (cut: CutPoint) => ('until' in cut ? cut.until : cut.workedAt);
  return cuts.reduce<CutPoint | null>(
    (last, cut) => (last !== null && endOf(last) > endOf(cut) ? last : cut),
    null,
  );
}
