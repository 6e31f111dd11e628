import type { Cut } from '../api/index.js';
import { addDays, dayOf } from '../base/days.js';
import type { Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import { newId } from '../base/ids.js';
import { lockClient, readClient } from '../clients/index.js';
import { readAccount, readStanding } from '../ledger/index.js';
import { buildReport } from './build-report.js';
import { issueAndPost } from './issue-and-post.js';
import { isUsedUp, packageEnd } from './plan-exhausted.js';
import { type ReportRecord, deleteReport, insertReport, readDuePlans, updateReport } from './report-store.js';
import { nextDue, type ScheduleRule } from '../base/next-due.js';
import { type ScheduleRecord, moveSchedule, readDueSchedules } from './schedule-store.js';

/**
 * Turns plans that fell due into drafts, and fires schedules; each occurrence once, missed ones once together. One that
 * fails is logged, holds up no other and stays due.
 */
export async function fireDueReports(ground: Ground, portalId: string): Promise<number> {
  const now = ground.clock.now();
  const plans = await readDuePlans(ground.db, portalId, now);
  for (const plan of plans) await fire(ground, plan, (tx) => draftExhausted(tx, ground, plan));
  const schedules = await readDueSchedules(ground.db, portalId, now);
  for (const due of schedules) await fire(ground, due, (tx) => fireSchedule(tx, ground, due));
  return plans.length + schedules.length;
}

async function fire(
  ground: Ground,
  due: { portal_id: string; client_id: number },
  work: (tx: Tx) => Promise<void>,
): Promise<void> {
  try {
    await ground.db.transaction().execute(work);
  } catch (error) {
    ground.log.warn({ err: error, portalId: due.portal_id, clientId: due.client_id }, 'a due report failed');
  }
}

/** Late entries may have moved the end of the package, or given it room again: then there is nothing to report yet. */
async function draftExhausted(tx: Tx, ground: Ground, plan: ReportRecord): Promise<void> {
  const { portal_id: portalId, client_id: clientId } = plan;
  const client = await lockClient(tx, portalId, clientId);
  const packageId = Number(plan.cause.split(':')[1]);
  const account = await readAccount(tx, client, ground.clock.now());
  const stands = account.packages.some((view) => view.packageId === packageId && isUsedUp(view));
  const cut = stands ? packageEnd(await readStanding(tx, { portalId, clientId }), packageId) : null;
  if (cut === null) return deleteReport(tx, plan);
  const updated_at = ground.clock.now();
  return updateReport(tx, plan, {
    state: 'draft',
    cut: JSON.stringify(cut),
    position: client.position,
    updated_at,
  });
}

/** Of several occurrences that nobody was there to fire, the newest says where the one report ends. */
function lastMissed(rule: ScheduleRule, dueAt: number, { now, zone }: { now: number; zone: string }): number {
  let last = dueAt;
  for (let next = nextDue(rule, last, zone); next <= now; next = nextDue(rule, next, zone)) last = next;
  return last;
}

async function fireSchedule(tx: Tx, ground: Ground, due: ScheduleRecord): Promise<void> {
  const { portal_id: portalId, client_id: clientId } = due;
  await lockClient(tx, portalId, clientId);
  const client = await readClient(tx, portalId, clientId);
  if (!client) return;
  const now = ground.clock.now();
  const rule = JSON.parse(due.rule) as ScheduleRule;
  await moveSchedule(tx, due, nextDue(rule, now, client.time_zone));
  const day = dayOf(lastMissed(rule, due.next_due_at, { now, zone: client.time_zone }), client.time_zone);
  const cut: Cut = { at: 'day', day: addDays(day, -1) };
  const built = await buildReport(tx, ground, { portalId, clientId, cut });
  if (built.held.lines.length === 0) return;
  const report = { portal_id: portalId, client_id: clientId, report_id: newId() };
  const isNew = await insertReport(tx, {
    ...report,
    cause: `schedule:${due.schedule_id}:${day}`,
    state: 'draft',
    cut: JSON.stringify(cut),
    due_at: due.next_due_at,
    position: client.position,
    model: null,
    number: null,
    created_at: now,
    updated_at: now,
    action_id: null,
  });
  if (isNew && due.automatic === 1) await issueAndPost(tx, ground, built, report, null);
}
