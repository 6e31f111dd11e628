import type { Insertable, Selectable, Updateable } from 'kysely';
import type { DbOrTx, Tx } from '../base/db/index.js';
import type { ReportsTable } from '../base/db/tables/reports.js';
import { notFound } from '../base/errors.js';

export type ReportRecord = Selectable<ReportsTable>;

/** Adds a report unless its cause has one already. Returns false when it had. */
export async function insertReport(tx: Tx, row: Insertable<ReportsTable>): Promise<boolean> {
  const result = await tx
    .insertInto('reports')
    .values(row)
    .onConflict((conflict) => conflict.columns(['portal_id', 'client_id', 'cause']).doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0) > 0;
}

export async function updateReport(
  tx: Tx,
  row: Pick<ReportRecord, 'portal_id' | 'client_id' | 'report_id'>,
  set: Updateable<ReportsTable>,
): Promise<void> {
  await tx
    .updateTable('reports')
    .set(set)
    .where('portal_id', '=', row.portal_id)
    .where('client_id', '=', row.client_id)
    .where('report_id', '=', row.report_id)
    .execute();
}

export async function deleteReport(
  tx: Tx,
  row: Pick<ReportRecord, 'portal_id' | 'client_id' | 'report_id'>,
): Promise<void> {
  await tx
    .deleteFrom('reports')
    .where('portal_id', '=', row.portal_id)
    .where('client_id', '=', row.client_id)
    .where('report_id', '=', row.report_id)
    .execute();
}

export async function readReport(
  db: DbOrTx,
  portalId: string,
  clientId: number,
  reportId: string,
): Promise<ReportRecord> {
  const row = await db
    .selectFrom('reports')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .where('report_id', '=', reportId)
    .executeTakeFirst();
  if (!row) throw notFound('Report');
  return row;
}

/** The report row behind an issued number. */
export async function readReportByNumber(
  db: DbOrTx,
  portalId: string,
  clientId: number,
  number: number,
): Promise<ReportRecord | undefined> {
  return db
    .selectFrom('reports')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .where('number', '=', number)
    .executeTakeFirst();
}

/** The report that has this cause, whatever became of it. */
export async function readReportByCause(
  db: DbOrTx,
  of: Pick<ReportRecord, 'portal_id' | 'client_id' | 'cause'>,
): Promise<ReportRecord | undefined> {
  return db
    .selectFrom('reports')
    .selectAll()
    .where('portal_id', '=', of.portal_id)
    .where('client_id', '=', of.client_id)
    .where('cause', '=', of.cause)
    .executeTakeFirst();
}

/** Why this client has plans, drafts and reports, whatever became of them. */
export async function readCauses(db: DbOrTx, portalId: string, clientId: number): Promise<Set<string>> {
  const rows = await db
    .selectFrom('reports')
    .select('cause')
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .execute();
  return new Set(rows.map((row) => row.cause));
}

export async function readDuePlans(db: DbOrTx, portalId: string, now: number): Promise<ReportRecord[]> {
  return db
    .selectFrom('reports')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('state', '=', 'planned')
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .execute();
}

export async function readReports(db: DbOrTx, portalId: string, clientId: number): Promise<ReportRecord[]> {
  return db
    .selectFrom('reports')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .orderBy('created_at', 'desc')
    .execute();
}
