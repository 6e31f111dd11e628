import type { DbOrTx } from '../base/db/index.js';

/** A line of a posted report that the client questions and nobody has answered yet. */
export interface OpenDispute {
  clientId: number;
  reportId: string;
  /** Of the report. */
  number: number;
  /** Within the report; `clientId:number:dispute` names it for ever. */
  dispute: number;
  entryId: number;
  reason: string;
  openedAt: number;
  /** Who questioned it, or the manager who wrote it down. */
  openedBy: number;
}

/** Every open dispute of a portal, oldest first. A reopened report's are void and left out. */
export async function readOpenDisputes(db: DbOrTx, portalId: string): Promise<OpenDispute[]> {
  const rows = await db
    .selectFrom('report_responses as opened')
    .innerJoin('reports as report', (join) =>
      join
        .onRef('report.portal_id', '=', 'opened.portal_id')
        .onRef('report.client_id', '=', 'opened.client_id')
        .onRef('report.number', '=', 'opened.number'),
    )
    .leftJoin('report_responses as ended', (join) =>
      join
        .onRef('ended.portal_id', '=', 'opened.portal_id')
        .onRef('ended.client_id', '=', 'opened.client_id')
        .onRef('ended.number', '=', 'opened.number')
        .onRef('ended.dispute', '=', 'opened.dispute')
        .onRef('ended.response', '>', 'opened.response'),
    )
    .leftJoin('reopenings as reopened', (join) =>
      join
        .onRef('reopened.portal_id', '=', 'opened.portal_id')
        .onRef('reopened.client_id', '=', 'opened.client_id')
        .onRef('reopened.number', '=', 'opened.number'),
    )
    .select(['opened.client_id', 'report.report_id', 'opened.number', 'opened.response', 'opened.entry_id'])
    .select(['opened.text', 'opened.at', 'opened.user_id'])
    .where('opened.portal_id', '=', portalId)
    .where('opened.what', '=', 'dispute')
    .where('ended.response', 'is', null)
    .where('reopened.number', 'is', null)
    .orderBy('opened.at')
    .orderBy('opened.response')
    .execute();
  return rows.map((row) => ({
    clientId: row.client_id,
    reportId: row.report_id,
    number: row.number,
    dispute: row.response,
    entryId: row.entry_id ?? 0,
    reason: row.text ?? '',
    openedAt: row.at,
    openedBy: row.user_id,
  }));
}
