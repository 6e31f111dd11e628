import type { Selectable } from 'kysely';
import type { DbOrTx } from '../base/db/index.js';
import type { IssuesTable } from '../base/db/tables/ledger.js';
import type { CutPoint } from './rules/cut.js';

export type IssueRow = Selectable<IssuesTable>;

export interface NewestIssue {
  /** 0 before the first report. Numbers stay taken, reopened or not. */
  lastNumber: number;
  /** Newest report that stands. */
  standing: IssueRow | null;
  /** The latest cut of those that stand; a report may end before the one before it. */
  latestCut: CutPoint | null;
  /** The newest number when that report was reopened: the next one replaces it. */
  reopenedNumber: number | null;
}

/** @param asOf as of this position: reports issued or reopened later do not exist. Default: now. */
export async function readNewestIssue(
  db: DbOrTx,
  portalId: string,
  clientId: number,
  asOf?: number,
): Promise<NewestIssue> {
  const issues = await readIssues(db, portalId, clientId, asOf);
  const newest = issues[0];
  return {
    lastNumber: newest?.number ?? 0,
    standing: issues.find((issue) => !issue.reopened) ?? null,
    latestCut: latestCut(issues.filter((issue) => !issue.reopened)),
    reopenedNumber: newest?.reopened ? newest.number : null,
  };
}

function latestCut(issues: readonly IssueRow[]): CutPoint | null {
  const cuts = issues.map((issue) => JSON.parse(issue.cut) as CutPoint);
  return cuts.reduce<CutPoint | null>(
    (last, cut) => (last !== null && endOf(last) >= endOf(cut) ? last : cut),
    null,
  );
}

function endOf(cut: CutPoint): number {
  return 'until' in cut ? cut.until : cut.workedAt;
}

/** Issued reports of a client, newest first; as of a position where one is given. */
export async function readIssues(
  db: DbOrTx,
  portalId: string,
  clientId: number,
  asOf: number = Number.MAX_SAFE_INTEGER,
): Promise<(IssueRow & { reopened: boolean })[]> {
  const rows = await db
    .selectFrom('issues as issue')
    .leftJoin('reopenings as reopened', (join) =>
      join
        .onRef('reopened.portal_id', '=', 'issue.portal_id')
        .onRef('reopened.client_id', '=', 'issue.client_id')
        .onRef('reopened.number', '=', 'issue.number')
        .on('reopened.posting', '<=', asOf),
    )
    .selectAll('issue')
    .select('reopened.reason as reopen_reason')
    .where('issue.portal_id', '=', portalId)
    .where('issue.client_id', '=', clientId)
    .where('issue.posting', '<=', asOf)
    .orderBy('issue.number', 'desc')
    .execute();
  return rows.map(({ reopen_reason, ...issue }) => ({ ...issue, reopened: reopen_reason !== null }));
}

/** Number and day of the newest standing report of every client of a portal. */
export async function readLastReports(
  db: DbOrTx,
  portalId: string,
): Promise<Map<number, { number: number; issuedAt: number }>> {
  const rows = await db
    .selectFrom('issues as issue')
    .leftJoin('reopenings as reopened', (join) =>
      join
        .onRef('reopened.portal_id', '=', 'issue.portal_id')
        .onRef('reopened.client_id', '=', 'issue.client_id')
        .onRef('reopened.number', '=', 'issue.number'),
    )
    .select(['issue.client_id', 'issue.number', 'issue.issued_at'])
    .where('issue.portal_id', '=', portalId)
    .where('reopened.number', 'is', null)
    .orderBy('issue.number')
    .execute();
  return new Map(rows.map((row) => [row.client_id, { number: row.number, issuedAt: row.issued_at }]));
}
