import type { DbOrTx } from '../base/db/index.js';
import type { ReportRecord } from './report-store.js';

/** Chat of a task's card; null on the old card, and while the task was not read. */
export async function readChatOfTask(db: DbOrTx, portalId: string, taskId: number): Promise<number | null> {
  const row = await db
    .selectFrom('tasks')
    .select('chat_id')
    .where('portal_id', '=', portalId)
    .where('task_id', '=', taskId)
    .executeTakeFirst();
  return row?.chat_id ?? null;
}

/** Names of people as the mirror knows them. */
export async function readNames(
  db: DbOrTx,
  portalId: string,
  userIds: readonly number[],
): Promise<Map<number, string>> {
  if (userIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('users')
    .select(['user_id', 'name'])
    .where('portal_id', '=', portalId)
    .where('user_id', 'in', [...new Set(userIds)])
    .execute();
  return new Map(rows.map((row) => [row.user_id, row.name]));
}

/** When the client was last reminded of a report. */
export async function readRemindedAt(
  db: DbOrTx,
  of: { portalId: string; clientId: number; number: number },
): Promise<number | null> {
  const row = await db
    .selectFrom('report_responses')
    .select('at')
    .where('portal_id', '=', of.portalId)
    .where('client_id', '=', of.clientId)
    .where('number', '=', of.number)
    .where('what', '=', 'remind')
    .orderBy('response', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.at ?? null;
}

/** Numbered reports of a client that stand issued, oldest first, without their models. */
export async function readStandingReports(
  db: DbOrTx,
  of: { portalId: string; clientId: number },
): Promise<Pick<ReportRecord, 'portal_id' | 'client_id' | 'report_id' | 'number' | 'posted_at'>[]> {
  const { portalId, clientId } = of;
  return db
    .selectFrom('reports as report')
    .leftJoin('reopenings as reopened', (join) =>
      join
        .onRef('reopened.portal_id', '=', 'report.portal_id')
        .onRef('reopened.client_id', '=', 'report.client_id')
        .onRef('reopened.number', '=', 'report.number'),
    )
    .select(['report.portal_id', 'report.client_id', 'report.report_id', 'report.number', 'report.posted_at'])
    .where('report.portal_id', '=', portalId)
    .where('report.client_id', '=', clientId)
    .where('report.number', 'is not', null)
    .where('reopened.number', 'is', null)
    .orderBy('report.number')
    .execute();
}

/** Numbers of the reports that were opened again. */
export async function readReopened(db: DbOrTx, portalId: string, clientId: number): Promise<Set<number>> {
  const rows = await db
    .selectFrom('reopenings')
    .select('number')
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .execute();
  return new Set(rows.map((row) => row.number));
}
