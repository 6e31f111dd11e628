import { recordAction, type Visitor } from '../access/index.js';
import type { ScheduleView } from '../api/index.js';
import type { DbOrTx, Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import type { ClientRecord } from '../clients/index.js';
import { nextDue, type ScheduleRule } from '../base/next-due.js';
import { readSchedule, writeSchedule } from './schedule-store.js';

/** Sets, changes or (with a null rule) removes the client's schedule. */
export async function setSchedule(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  visitor: Visitor,
  wanted: { client: ClientRecord; rule: ScheduleRule | null; automatic: boolean },
): Promise<void> {
  const { client, rule, automatic } = wanted;
  const where = { portalId: client.portal_id, clientId: client.client_id };
  const before = await readSchedule(tx, where.portalId, where.clientId);
  await recordAction(tx, ground.clock, {
    ...where,
    userId: visitor.userId,
    what: 'set-schedule',
    before: before ? { rule: before.rule, automatic: before.automatic } : null,
    after: { rule, automatic },
  });
  const now = ground.clock.now();
  const schedule = rule && {
    rule: JSON.stringify(rule),
    automatic,
    nextDueAt: nextDue(rule, now, client.time_zone),
  };
  await writeSchedule(tx, where, schedule);
}

export async function showSchedule(
  db: DbOrTx,
  ground: Pick<Ground, 'clock'>,
  client: ClientRecord,
): Promise<ScheduleView> {
  const row = await readSchedule(db, client.portal_id, client.client_id);
  if (!row) return { rule: null, automatic: false, nextThree: [] };
  const rule = JSON.parse(row.rule) as ScheduleRule;
  return {
    rule,
    automatic: row.automatic === 1,
    nextThree: nextThree(rule, ground.clock.now(), client.time_zone),
  };
}

function nextThree(rule: ScheduleRule, now: number, zone: string): number[] {
  const first = nextDue(rule, now, zone);
  const second = nextDue(rule, first, zone);
  return [first, second, nextDue(rule, second, zone)];
}
