import type { Tx } from '../base/db/index.js';
import { conflict } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { lockClient } from '../clients/index.js';
import { appendPosting } from './append-posting.js';
import { readNewestIssue } from './issues-view.js';
import { type Sums, keepSums, sumsOf } from './kept-sums-store.js';
import { insertIssue, insertReopening } from './ledger-store.js';
import { type CutPoint, linesAtCut } from './rules/cut.js';
import { balanceEffectOf, billedBy } from './rules/effect.js';
import type { TargetLine } from './rules/types.js';
import { type KeptLine, readStanding } from './standing-view.js';

export interface ToIssue {
  portalId: string;
  clientId: number;
  /** The position that was seen and approved. */
  seenPosition: number;
  cut: CutPoint;
  /** The report's whole model and posted texts for the number it will get. */
  model: unknown;
  texts: readonly string[];
  layoutVersion: number;
  seal: string;
  number: number;
  actionId: string | null;
}

/** What a report with this cut holds, as of a position. */
export interface ReportLines {
  number: number;
  replaces: number | null;
  openingSeconds: number;
  closingSeconds: number;
  lines: KeptLine[];
  /** Standing lines that earlier reports have shown. */
  earlier: KeptLine[];
  previousCut: CutPoint | null;
  /** What earlier reports and this one add up to: packages stand where the closing balance does. */
  sums: Sums;
}

/** Reads the lines that the client's next report would have held at `position`: what came later does not exist. */
export async function readReportLines(
  tx: Tx,
  where: { portalId: string; clientId: number; position: number; cut: CutPoint },
): Promise<ReportLines> {
  const standing = await readStanding(tx, { ...where, asOf: where.position });
  const open = standing.filter((line) => line.reportNumber === null && !isMark(line));
  const lines = linesAtCut(open, where.cut);
  const earlier = standing.filter((line) => line.reportNumber !== null);
  const newest = await readNewestIssue(tx, where.portalId, where.clientId, where.position);
  const openingSeconds = newest.standing?.closing_seconds ?? 0;
  const moved = lines.reduce((sum, line) => sum + balanceEffectOf(line), 0);
  return {
    number: newest.lastNumber + 1,
    replaces: newest.reopenedNumber,
    openingSeconds,
    closingSeconds: openingSeconds + moved,
    lines,
    earlier,
    sums: sumsOf([...earlier, ...lines]),
    previousCut: newest.latestCut,
  };
}

function isMark(line: KeptLine): boolean {
  return line.kind === 'issue' || line.kind === 'reopen';
}

/**
 * Freezes exactly what was seen at `seenPosition`. Throws STALE (409) and issues nothing when a line of it was
 * reversed since, or another report took its number.
 */
export async function issueReport(tx: Tx, ground: Pick<Ground, 'clock'>, wanted: ToIssue): Promise<void> {
  const { portalId, clientId, seenPosition: position, cut } = wanted;
  const client = await lockClient(tx, portalId, clientId);
  const seen = await readReportLines(tx, { portalId, clientId, position, cut });
  const now = await readStanding(tx, { portalId, clientId });
  const standing = new Set(now.filter((line) => line.reportNumber === null).map(keyOf));
  const isStale =
    seen.number !== wanted.number ||
    (await isOvertaken(tx, wanted, seen)) ||
    seen.lines.some((line) => !standing.has(keyOf(line)));
  if (isStale) throw conflict('STALE', 'The hours changed since this report was shown: build it again');
  const issueLine = markLine('issue', 'report');
  const posting = await appendPosting(tx, ground, client, {
    what: 'issue',
    lines: [{ ...issueLine, reportNumber: wanted.number }],
    cause: `issue:${wanted.number}`,
    ...(wanted.actionId === null ? {} : { actionId: wanted.actionId }),
  });
  await insertIssue(
    tx,
    {
      portal_id: portalId,
      client_id: clientId,
      number: wanted.number,
      posting,
      seen_position: position,
      cut: JSON.stringify(cut),
      opening_seconds: seen.openingSeconds,
      closing_seconds: seen.closingSeconds,
      seal: wanted.seal,
      model: JSON.stringify(wanted.model),
      texts: JSON.stringify(wanted.texts),
      layout_version: wanted.layoutVersion,
      replaces: seen.replaces,
      issued_at: ground.clock.now(),
      action_id: wanted.actionId,
    },
    seen.lines,
  );
  await keepSums(tx, portalId, clientId, new Map([['issued', billedSum(seen.lines)]]), posting);
}

/** True when a report was issued or reopened since: number, opening balance or what it replaces are no longer right. */
async function isOvertaken(tx: Tx, wanted: ToIssue, seen: ReportLines): Promise<boolean> {
  const newest = await readNewestIssue(tx, wanted.portalId, wanted.clientId);
  return (
    newest.lastNumber + 1 !== seen.number ||
    newest.reopenedNumber !== seen.replaces ||
    (newest.standing?.closing_seconds ?? 0) !== seen.openingSeconds
  );
}

/** Reopens the newest issued report: its lines become open again, its number stays taken. */
export async function reopenReport(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  wanted: { portalId: string; clientId: number; number: number; reason: string; actionId: string },
): Promise<void> {
  const { portalId, clientId, number, reason, actionId } = wanted;
  const client = await lockClient(tx, portalId, clientId);
  const newest = await readNewestIssue(tx, portalId, clientId);
  if (newest.lastNumber !== number || newest.standing?.number !== number) {
    throw conflict('NOT_NEWEST', 'Only the newest issued report can be reopened');
  }
  const standing = await readStanding(tx, { portalId, clientId });
  const frozen = standing.filter((line) => line.reportNumber === number);
  const posting = await appendPosting(tx, ground, client, {
    what: 'reopen',
    lines: [{ ...markLine('reopen', 'report'), reason, reportNumber: number }],
    cause: `reopen:${number}`,
    actionId,
  });
  const row = { portal_id: portalId, client_id: clientId, number, posting, reason, action_id: actionId };
  await insertReopening(tx, row);
  await keepSums(tx, portalId, clientId, new Map([['issued', -billedSum(frozen)]]), posting);
}

function billedSum(lines: readonly KeptLine[]): number {
  return lines.reduce((sum, line) => sum + billedBy(line), 0);
}

function keyOf(line: KeptLine): string {
  return `${line.posting}.${line.line}`;
}

function markLine(kind: 'issue' | 'reopen', rule: 'report'): TargetLine {
  return {
    kind,
    seconds: 0,
    recordedSeconds: 0,
    packageId: null,
    entryId: null,
    taskId: null,
    userId: null,
    workedAt: null,
    workDay: null,
    workType: null,
    reason: null,
    textKey: '',
    why: { rule },
  };
}
