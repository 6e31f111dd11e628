import type { Cut } from '../api/index.js';
import { addDays, dayOf } from '../base/days.js';
import type { Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import { newId } from '../base/ids.js';
import { type IsWorkingDay, type ScheduleRule, nextDue } from '../base/next-due.js';
import { type ClientRecord, lockClient } from '../clients/index.js';
import { buildReport } from './build-report.js';
import { issueAndPost } from './issue-and-post.js';
import { type PreparedReport, prepareReport } from './prepare-report.js';
import { insertReport, readReportByCause } from './report-store.js';
import { type ScheduleRecord, changeSchedule, readSchedules } from './schedule-store.js';
import { ruleOf, workingDays } from './schedules.js';

interface Occurrence {
  client: ClientRecord;
  /** Local day on which it fell due; of several missed ones the last. */
  day: string;
  cut: Cut;
  nextDueAt: number;
  isEmpty: boolean;
}

/**
 * A schedule falls due: its report holds what was done by the end of the day before. Nothing new = no report. Several
 * schedules on one day make one report; if one of them is automatic, it is posted.
 */
export async function fireSchedule(ground: Ground, due: ScheduleRecord): Promise<void> {
  const { portal_id: portalId, client_id: clientId } = due;
  const seen = await ground.db.transaction().execute((tx) => lookAt(tx, ground, due));
  if (seen === null) return;
  const wanted = { portalId, clientId, cut: seen.cut, position: seen.client.position };
  const prepared = due.automatic === 1 && !seen.isEmpty ? await prepareReport(ground, wanted) : null;
  await ground.db.transaction().execute((tx) => settle(tx, ground, due, prepared));
}

/** Null when somebody else fired it meanwhile, or it is gone. */
async function lookAt(tx: Tx, ground: Ground, due: ScheduleRecord): Promise<Occurrence | null> {
  const { portal_id: portalId, client_id: clientId } = due;
  const client = await lockClient(tx, portalId, clientId);
  const rows = await readSchedules(tx, portalId, clientId);
  const row = rows.find((one) => one.schedule_id === due.schedule_id);
  if (row?.next_due_at !== due.next_due_at || row.rule !== due.rule) return null;
  const [now, zone] = [ground.clock.now(), client.time_zone];
  const isWorking = await workingDays(tx, portalId);
  const rule = ruleOf(due);
  const day = dayOf(lastMissed(rule, due.next_due_at, { now, zone, isWorking }), zone);
  const cut: Cut = { at: 'day', day: addDays(day, -1) };
  const { held } = await buildReport(tx, ground, { portalId, clientId, cut });
  const nextDueAt = nextDue(rule, now, zone, isWorking);
  return { client, day, cut, nextDueAt, isEmpty: held.lines.length === 0 };
}

/** Of several occurrences that nobody was there to fire, the newest says where the one report ends. */
function lastMissed(
  rule: ScheduleRule,
  dueAt: number,
  { now, zone, isWorking }: { now: number; zone: string; isWorking: IsWorkingDay },
): number {
  let last = dueAt;
  for (let next = dueAt; next <= now; next = nextDue(rule, next, zone, isWorking)) last = next;
  return last;
}

/** What was prepared for an older position is left, and tried again in a minute. */
async function settle(
  tx: Tx,
  ground: Ground,
  due: ScheduleRecord,
  prepared: PreparedReport | null,
): Promise<void> {
  const seen = await lookAt(tx, ground, due);
  if (seen === null) return;
  const isAutomatic = due.automatic === 1 && !seen.isEmpty;
  if (isAutomatic && prepared?.model.position !== seen.client.position) return;
  await changeSchedule(tx, due, { next_due_at: seen.nextDueAt, last_due_at: due.next_due_at });
  if (seen.isEmpty) return;
  const report = await reportOfDay(tx, ground, due, seen);
  if (isAutomatic && prepared && report.state === 'draft') {
    await issueAndPost(tx, ground, prepared, report, null);
  }
}

/** The one report of that day: made by the first schedule that falls due on it. */
async function reportOfDay(tx: Tx, ground: Ground, due: ScheduleRecord, { client, day, cut }: Occurrence) {
  const now = ground.clock.now();
  const { portal_id, client_id } = due;
  const cause = `schedule:${day}`;
  const report = {
    ...{ portal_id, client_id, report_id: newId(), cause, state: 'draft' as const },
    ...{ cut: JSON.stringify(cut), due_at: due.next_due_at, position: client.position },
    ...{ model: null, number: null, created_at: now, updated_at: now, action_id: null },
  };
  if (await insertReport(tx, report)) return report;
  return (await readReportByCause(tx, { portal_id, client_id, cause })) ?? report;
}
