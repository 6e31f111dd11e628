import type { Selectable } from 'kysely';
import type { DbOrTx, Tx } from '../base/db/index.js';
import type { ReportSchedulesTable } from '../base/db/tables/reports.js';

export type ScheduleRecord = Selectable<ReportSchedulesTable>;

/** One schedule a client has for now; the key leaves room for more. */
const ONLY = 1;

export async function writeSchedule(
  tx: Tx,
  where: { portalId: string; clientId: number },
  schedule: { rule: string; automatic: boolean; nextDueAt: number } | null,
): Promise<void> {
  await tx
    .deleteFrom('report_schedules')
    .where('portal_id', '=', where.portalId)
    .where('client_id', '=', where.clientId)
    .execute();
  if (schedule === null) return;
  await tx
    .insertInto('report_schedules')
    .values({
      portal_id: where.portalId,
      client_id: where.clientId,
      schedule_id: ONLY,
      rule: schedule.rule,
      automatic: schedule.automatic ? 1 : 0,
      next_due_at: schedule.nextDueAt,
      last_due_at: null,
    })
    .execute();
}

export async function readSchedule(
  db: DbOrTx,
  portalId: string,
  clientId: number,
): Promise<ScheduleRecord | undefined> {
  return db
    .selectFrom('report_schedules')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .executeTakeFirst();
}

export async function readDueSchedules(db: DbOrTx, portalId: string, now: number): Promise<ScheduleRecord[]> {
  return db
    .selectFrom('report_schedules')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('next_due_at', '<=', now)
    .execute();
}

export async function moveSchedule(tx: Tx, row: ScheduleRecord, nextDueAt: number): Promise<void> {
  await tx
    .updateTable('report_schedules')
    .set({ next_due_at: nextDueAt, last_due_at: row.next_due_at })
    .where('portal_id', '=', row.portal_id)
    .where('client_id', '=', row.client_id)
    .where('schedule_id', '=', row.schedule_id)
    .execute();
}

/** Next scheduled posting of every client of a portal. */
export async function readNextPostings(db: DbOrTx, portalId: string): Promise<Map<number, number>> {
  const rows = await db
    .selectFrom('report_schedules')
    .select(['client_id', 'next_due_at'])
    .where('portal_id', '=', portalId)
    .execute();
  return new Map(rows.map((row) => [row.client_id, row.next_due_at]));
}

export async function readWaitingDrafts(db: DbOrTx, portalId: string): Promise<Set<number>> {
  const rows = await db
    .selectFrom('reports')
    .select('client_id')
    .where('portal_id', '=', portalId)
    .where('state', 'in', ['draft', 'stale'])
    .execute();
  return new Set(rows.map((row) => row.client_id));
}
