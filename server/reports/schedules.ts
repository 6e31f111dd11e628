import { recordAction, type Visitor } from '../access/index.js';
import { type ScheduleList, type ScheduleRule, scheduleRuleSchema } from '../api/index.js';
import { isCron } from '../base/cron-days.js';
import type { DbOrTx, Tx } from '../base/db/index.js';
import { badInput, conflict, notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { type IsWorkingDay, nextDue } from '../base/next-due.js';
import { isWorkingIn } from '../base/work-calendar.js';
import { type ClientRecord, readTermsToday, readWorkCalendar } from '../clients/index.js';
import {
  type ScheduleRecord,
  type UsedUpMode,
  changeSchedule,
  deleteSchedule,
  insertSchedule,
  readSchedules,
  readUsedUpMode,
  writeUsedUpMode,
} from './schedule-store.js';

type Clocked = Pick<Ground, 'clock'>;

/** More than anybody reads. */
const MOST_SCHEDULES = 20;

export function ruleOf(row: Pick<ScheduleRecord, 'rule'>): ScheduleRule {
  return scheduleRuleSchema.parse(JSON.parse(row.rule));
}

/** Days off are the company's; time is the client's. */
export async function workingDays(db: DbOrTx, portalId: string): Promise<IsWorkingDay> {
  return isWorkingIn(await readWorkCalendar(db, portalId));
}

export async function showSchedules(
  db: DbOrTx,
  ground: Clocked,
  client: ClientRecord,
): Promise<ScheduleList> {
  const { portal_id: portalId, client_id: clientId } = client;
  const isWorking = await workingDays(db, portalId);
  const now = ground.clock.now();
  const { automaticWhenUsedUp } = (await readTermsToday(db, client, now)).report;
  const rows = await readSchedules(db, portalId, clientId);
  return {
    schedules: rows.map((row) => {
      const rule = ruleOf(row);
      const nextThree = nextDates(rule, now, { zone: client.time_zone, isWorking });
      return { scheduleId: row.schedule_id, rule, automatic: row.automatic === 1, nextThree };
    }),
    usedUp: {
      mode: (await readUsedUpMode(db, portalId, clientId)) ?? 'terms',
      ofTerms: automaticWhenUsedUp ? 'automatic' : 'draft',
    },
  };
}

/** The next three dates of a rule, before anybody saves it. Throws BAD_CRON. */
export async function previewSchedule(
  db: DbOrTx,
  ground: Clocked,
  client: ClientRecord,
  rule: ScheduleRule,
): Promise<number[]> {
  requireFallsDue(rule);
  const isWorking = await workingDays(db, client.portal_id);
  return nextDates(rule, ground.clock.now(), { zone: client.time_zone, isWorking });
}

function requireFallsDue(rule: ScheduleRule): void {
  if (rule.every === 'cron' && !isCron(rule.expression)) {
    throw badInput('BAD_CRON', 'Five fields of cron that fall due at some time are wanted');
  }
}

function nextDates(
  rule: ScheduleRule,
  now: number,
  { zone, isWorking }: { zone: string; isWorking: IsWorkingDay },
): number[] {
  const dates: number[] = [];
  for (let last = now; dates.length < 3; last = dates.at(-1) ?? last) {
    dates.push(nextDue(rule, last, zone, isWorking));
  }
  return dates;
}

/** Adds a schedule, or changes the one with `scheduleId`. The client is held. */
export async function saveSchedule(
  tx: Tx,
  ground: Clocked,
  visitor: Visitor,
  wanted: {
    client: ClientRecord;
    requestId: string;
    scheduleId: number | null;
    rule: ScheduleRule;
    automatic: boolean;
  },
): Promise<void> {
  const { client, scheduleId, rule, automatic } = wanted;
  requireFallsDue(rule);
  const of = { portalId: client.portal_id, clientId: client.client_id };
  const rows = await readSchedules(tx, of.portalId, of.clientId);
  const row = scheduleId === null ? null : rows.find((one) => one.schedule_id === scheduleId);
  if (row === undefined) throw notFound('Schedule');
  if (row === null && rows.length >= MOST_SCHEDULES) {
    throw conflict('TOO_MANY_SCHEDULES', `A client has at most ${MOST_SCHEDULES} schedules`);
  }
  const { repeated } = await recordAction(tx, ground.clock, {
    ...{ ...of, userId: visitor.userId, what: 'set-schedule', cause: `set-schedule:${wanted.requestId}` },
    before: row && { rule: ruleOf(row), automatic: row.automatic === 1 },
    after: { scheduleId, rule, automatic },
  });
  if (repeated) return;
  const isWorking = await workingDays(tx, of.portalId);
  const nextDueAt = nextDue(rule, ground.clock.now(), client.time_zone, isWorking);
  if (row === null) return insertSchedule(tx, of, { rule: JSON.stringify(rule), automatic, nextDueAt });
  const next_due_at = JSON.stringify(ruleOf(row)) === JSON.stringify(rule) ? row.next_due_at : nextDueAt;
  await changeSchedule(tx, row, { rule: JSON.stringify(rule), automatic: automatic ? 1 : 0, next_due_at });
}

export async function removeSchedule(
  tx: Tx,
  ground: Clocked,
  visitor: Visitor,
  wanted: { client: ClientRecord; requestId: string; scheduleId: number },
): Promise<void> {
  const { client, scheduleId } = wanted;
  const of = { portalId: client.portal_id, clientId: client.client_id };
  const row = (await readSchedules(tx, of.portalId, of.clientId)).find(
    (one) => one.schedule_id === scheduleId,
  );
  const { repeated } = await recordAction(tx, ground.clock, {
    ...{ ...of, userId: visitor.userId, what: 'remove-schedule' },
    ...{ before: row && { rule: ruleOf(row) }, cause: `remove-schedule:${wanted.requestId}` },
  });
  if (repeated) return;
  if (!row) throw notFound('Schedule');
  await deleteSchedule(tx, row);
}

/** What happens when a package is used up, for this client; `terms` = what the terms say. */
export async function setUsedUp(
  tx: Tx,
  ground: Clocked,
  visitor: Visitor,
  wanted: { client: ClientRecord; requestId: string; mode: UsedUpMode | 'terms' },
): Promise<void> {
  const { client, mode } = wanted;
  const of = { portalId: client.portal_id, clientId: client.client_id };
  const before = (await readUsedUpMode(tx, of.portalId, of.clientId)) ?? 'terms';
  const { actionId, repeated } = await recordAction(tx, ground.clock, {
    ...{ ...of, userId: visitor.userId, what: 'set-used-up', cause: `set-used-up:${wanted.requestId}` },
    ...{ before, after: mode },
  });
  if (repeated) return;
  await writeUsedUpMode(tx, of, { mode: mode === 'terms' ? null : mode, actionId });
}

/** The client's own wish, else the terms'. */
export async function usedUpMode(db: DbOrTx, client: ClientRecord, now: number): Promise<UsedUpMode> {
  const own = await readUsedUpMode(db, client.portal_id, client.client_id);
  if (own !== null) return own;
  const { report } = await readTermsToday(db, client, now);
  return report.automaticWhenUsedUp ? 'automatic' : 'draft';
}
