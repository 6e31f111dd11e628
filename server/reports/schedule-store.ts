import { type Selectable, sql } from 'kysely';
import type { DbOrTx, Tx } from '../base/db/index.js';
import type { ReportSchedulesTable, UsedUpRulesTable } from '../base/db/tables/reports.js';

export type ScheduleRecord = Selectable<ReportSchedulesTable>;
export type UsedUpMode = UsedUpRulesTable['mode'];
interface OfClient {
  portalId: string;
  clientId: number;
}

/** Adds a schedule under the next number; the caller holds the client. */
export async function insertSchedule(
  tx: Tx,
  of: OfClient,
  schedule: { rule: string; automatic: boolean; nextDueAt: number },
): Promise<void> {
  const last = await tx
    .selectFrom('report_schedules')
    .select(sql<number>`cast(coalesce(max(schedule_id), 0) as bigint)`.as('id'))
    .where('portal_id', '=', of.portalId)
    .where('client_id', '=', of.clientId)
    .executeTakeFirstOrThrow();
  await tx
    .insertInto('report_schedules')
    .values({
      portal_id: of.portalId,
      client_id: of.clientId,
      schedule_id: last.id + 1,
      rule: schedule.rule,
      automatic: schedule.automatic ? 1 : 0,
      next_due_at: schedule.nextDueAt,
      last_due_at: null,
    })
    .execute();
}

export async function changeSchedule(
  tx: Tx,
  row: ScheduleRecord,
  set: Partial<Pick<ScheduleRecord, 'rule' | 'automatic' | 'next_due_at' | 'last_due_at'>>,
): Promise<void> {
  await tx
    .updateTable('report_schedules')
    .set(set)
    .where('portal_id', '=', row.portal_id)
    .where('client_id', '=', row.client_id)
    .where('schedule_id', '=', row.schedule_id)
    .execute();
}

export async function deleteSchedule(tx: Tx, row: ScheduleRecord): Promise<void> {
  await tx
    .deleteFrom('report_schedules')
    .where('portal_id', '=', row.portal_id)
    .where('client_id', '=', row.client_id)
    .where('schedule_id', '=', row.schedule_id)
    .execute();
}

/** Schedules of a client in the order they were made. */
export async function readSchedules(
  db: DbOrTx,
  portalId: string,
  clientId: number,
): Promise<ScheduleRecord[]> {
  return db
    .selectFrom('report_schedules')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .orderBy('schedule_id')
    .execute();
}

/** Those that fell due, the earliest first; automatic ones before others, so that one report of a day is theirs. */
export async function readDueSchedules(db: DbOrTx, portalId: string, now: number): Promise<ScheduleRecord[]> {
  return db
    .selectFrom('report_schedules')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('next_due_at', '<=', now)
    .orderBy('next_due_at')
    .orderBy('automatic', 'desc')
    .orderBy('client_id')
    .orderBy('schedule_id')
    .execute();
}

/** Next scheduled posting of every client of a portal. */
export async function readNextPostings(db: DbOrTx, portalId: string): Promise<Map<number, number>> {
  const rows = await db
    .selectFrom('report_schedules')
    .select(['client_id', sql<number>`cast(min(next_due_at) as bigint)`.as('next')])
    .where('portal_id', '=', portalId)
    .groupBy('client_id')
    .execute();
  return new Map(rows.map((row) => [row.client_id, row.next]));
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

/** The client's own wish for used-up packages; null = as the terms say. */
export async function readUsedUpMode(
  db: DbOrTx,
  portalId: string,
  clientId: number,
): Promise<UsedUpMode | null> {
  const row = await db
    .selectFrom('used_up_rules')
    .select('mode')
    .where('portal_id', '=', portalId)
    .where('client_id', '=', clientId)
    .executeTakeFirst();
  return row?.mode ?? null;
}

export async function writeUsedUpMode(
  tx: Tx,
  of: OfClient,
  { mode, actionId }: { mode: UsedUpMode | null; actionId: string },
): Promise<void> {
  await tx
    .deleteFrom('used_up_rules')
    .where('portal_id', '=', of.portalId)
    .where('client_id', '=', of.clientId)
    .execute();
  if (mode === null) return;
  const row = { portal_id: of.portalId, client_id: of.clientId, mode, action_id: actionId };
  await tx.insertInto('used_up_rules').values(row).execute();
}
