import type { DbOrTx } from '../base/db/index.js';
import type { LineTexts } from './append-posting.js';
import type { StandingLine } from './rules/difference.js';
import type { IssuedLine, LineKind, LineWhy } from './rules/types.js';

/** A line that was not reversed, with the report that issued it, if any. */
export interface KeptLine extends StandingLine {
  reportNumber: number | null;
  texts: LineTexts | null;
}

export interface ReadStanding {
  portalId: string;
  clientId: number;
  /** As of this position: later postings do not exist. Default: now. */
  asOf?: number;
}

/** All but the seals: those are half of a row, and nobody reckons with them. */
const columns = [
  'line.posting',
  'line.line',
  'line.kind',
  'line.seconds',
  'line.recorded_seconds',
  'line.package_id',
  'line.entry_id',
  'line.task_id',
  'line.user_id',
  'line.worked_at',
  'line.work_day',
  'line.work_type',
  'line.reason',
  'line.why',
] as const;

/** Standing lines (reversed lines and reversals left out) in posting order, as of a position. */
export async function readStanding(db: DbOrTx, where: ReadStanding): Promise<KeptLine[]> {
  const asOf = where.asOf ?? Number.MAX_SAFE_INTEGER;
  const rows = await db
    .selectFrom('lines as line')
    .leftJoin('lines as reversal', (join) =>
      join
        .onRef('reversal.portal_id', '=', 'line.portal_id')
        .onRef('reversal.client_id', '=', 'line.client_id')
        .onRef('reversal.reverses_posting', '=', 'line.posting')
        .onRef('reversal.reverses_line', '=', 'line.line')
        .on('reversal.posting', '<=', asOf),
    )
    .leftJoin('line_texts as text', (join) =>
      join
        .onRef('text.portal_id', '=', 'line.portal_id')
        .onRef('text.client_id', '=', 'line.client_id')
        .onRef('text.posting', '=', 'line.posting')
        .onRef('text.line', '=', 'line.line'),
    )
    .select(columns)
    .select('text.texts')
    .where('line.portal_id', '=', where.portalId)
    .where('line.client_id', '=', where.clientId)
    .where('line.posting', '<=', asOf)
    .where('line.reverses_posting', 'is', null)
    .where('reversal.hash', 'is', null)
    .orderBy('line.posting')
    .orderBy('line.line')
    .execute();
  const reports = await readIssuedIn(db, where, asOf);
  return rows.map((row) => {
    const texts = row.texts === null ? null : (JSON.parse(row.texts) as LineTexts);
    return {
      posting: row.posting,
      line: row.line,
      kind: row.kind as LineKind,
      seconds: row.seconds,
      recordedSeconds: row.recorded_seconds,
      packageId: row.package_id,
      entryId: row.entry_id,
      taskId: row.task_id,
      userId: row.user_id,
      workedAt: row.worked_at,
      workDay: row.work_day,
      workType: row.work_type,
      reason: row.reason,
      textKey: texts?.comment ?? '',
      why: JSON.parse(row.why) as LineWhy,
      reportNumber: reports.get(`${row.posting}.${row.line}`) ?? null,
      texts,
    };
  });
}

/** Which report issued a line; reopened reports let go of theirs. */
async function readIssuedIn(db: DbOrTx, where: ReadStanding, asOf: number): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('issue_lines as frozen')
    .innerJoin('issues as issue', (join) =>
      join
        .onRef('issue.portal_id', '=', 'frozen.portal_id')
        .onRef('issue.client_id', '=', 'frozen.client_id')
        .onRef('issue.number', '=', 'frozen.number'),
    )
    .leftJoin('reopenings as reopened', (join) =>
      join
        .onRef('reopened.portal_id', '=', 'frozen.portal_id')
        .onRef('reopened.client_id', '=', 'frozen.client_id')
        .onRef('reopened.number', '=', 'frozen.number')
        .on('reopened.posting', '<=', asOf),
    )
    .select(['frozen.posting', 'frozen.line', 'frozen.number'])
    .where('frozen.portal_id', '=', where.portalId)
    .where('frozen.client_id', '=', where.clientId)
    .where('issue.posting', '<=', asOf)
    .where('reopened.number', 'is', null)
    .execute();
  return new Map(rows.map((row) => [`${row.posting}.${row.line}`, row.number]));
}

/** Kinds that `target` decides; the others are posted by actions. `transfer` may be either. */
const targetKinds: ReadonlySet<LineKind> = new Set([
  'spend',
  'overage',
  'cover',
  'correction',
  'courtesy',
  'transfer',
  'rollover',
  'expiry',
  'close',
]);

export function openTargetLines(lines: readonly KeptLine[]): KeptLine[] {
  return lines.filter((line) => line.reportNumber === null && isOwnOfRules(line));
}

/** Posted by the rules, which may take it back until a report issues it; what a person did is not theirs. */
export function isOwnOfRules(line: Pick<KeptLine, 'kind' | 'why'>): boolean {
  return targetKinds.has(line.kind) && line.why.rule !== 'action';
}

export function issuedLines(lines: readonly KeptLine[]): IssuedLine[] {
  return lines.flatMap((line) =>
    line.reportNumber === null ? [] : [{ ...line, reportNumber: line.reportNumber }],
  );
}
