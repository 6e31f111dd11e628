import type { Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import { nextWorkingMorning } from '../base/next-due.js';
import { officeTime } from '../base/office-time.js';
import { isWorkingIn } from '../base/work-calendar.js';
import { type ClientRecord, lockClient, readWorkCalendar } from '../clients/index.js';
import { type OfClient, applyPlan, insertStart, readStart, readStored } from './alerts-store.js';
import { readClientState } from './client-state-view.js';
import { dueAlerts } from './rules/due-alerts.js';
import { type TellTimes, planAlerts } from './rules/plan-alerts.js';
import { tellAlerts } from './tell-alerts.js';

const DAY_MS = 86_400_000;

/**
 * Brings a client's open alerts to what its facts say, and tells what is to be told at once, in the caller's
 * transaction: the alert, its notice and the change behind it commit together. Repeated, it does nothing.
 */
export async function raiseAlerts(
  tx: Tx,
  ground: Pick<Ground, 'clock' | 'config'>,
  portalId: string,
  clientId: number,
): Promise<void> {
  const client = await lockClient(tx, portalId, clientId);
  if (client.archived_at !== null) return;
  const of = { portalId, clientId };
  const now = ground.clock.now();
  const { startedAt, isFirst } = await startOf(tx, of, client, now);
  const state = await readClientState(tx, client, now, startedAt);
  const stored = await readStored(tx, of);
  const due = dueAlerts(state, new Set(stored.map(({ key }) => key)));
  const tell = isFirst ? 'nobody' : state.terms.alerts.tellClient ? 'client' : 'managers';
  await applyPlan(tx, of, planAlerts(due, stored, await timesOf(tx, client, now), tell), now);
  await tellAlerts(tx, ground, client);
}

/**
 * The first look at a client lists what is there and tells nobody, so that an old portal is not flooded. A client made
 * within the last day has no past to be quiet about, but for entries recorded before it was made.
 */
async function startOf(
  tx: Tx,
  of: OfClient,
  client: ClientRecord,
  now: number,
): Promise<{ startedAt: number; isFirst: boolean }> {
  const known = await readStart(tx, of);
  if (known !== null) return { startedAt: known, isFirst: false };
  const isNew = now - client.created_at < DAY_MS;
  const startedAt = isNew ? client.created_at : now;
  await insertStart(tx, of, startedAt);
  return { startedAt, isFirst: !isNew };
}

/** Working hours of the company, by the client's clock. */
async function timesOf(tx: Tx, client: ClientRecord, now: number): Promise<TellTimes> {
  const isWorking = isWorkingIn(await readWorkCalendar(tx, client.portal_id));
  const zone = client.time_zone;
  return { now, office: officeTime(now, zone, isWorking), morning: nextWorkingMorning(now, zone, isWorking) };
}
