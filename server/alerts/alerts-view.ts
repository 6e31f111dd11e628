import type { AlertMark, AlertView } from '../api/index.js';
import { dayOf } from '../base/days.js';
import type { DbOrTx } from '../base/db/index.js';
import type { ClientRecord } from '../clients/index.js';
import { type KeptAlert, readOpen } from './alerts-store.js';
import { type AlertNames, readNames } from './names-view.js';
import { bySeverity, daysTo, isOfEntries, levelOf, withoutOvershadowed } from './rules/level.js';

/** Open alerts of these clients with the names behind them: the most serious first, single entries last, then the newest. */
export async function readAlerts(
  db: DbOrTx,
  portalId: string,
  clients: readonly ClientRecord[],
  now: number,
): Promise<AlertView[]> {
  const shown = await readShown(db, portalId, clients.length === 1 ? clients[0]?.client_id : undefined);
  const views: AlertView[] = [];
  for (const client of clients) {
    const alerts = shown.get(client.client_id) ?? [];
    if (alerts.length === 0) continue;
    const facts = alerts.map((alert) => alert.facts);
    const names = await readNames(db, { portalId, clientId: client.client_id }, facts);
    const today = dayOf(now, client.time_zone);
    views.push(...alerts.map((alert) => viewOf(alert, client, names, today)));
  }
  const ofEntries = ({ kind }: AlertView): number => (isOfEntries(kind) ? 1 : 0);
  return views.sort(
    (a, b) => bySeverity(a.level, b.level) || ofEntries(a) - ofEntries(b) || b.since - a.since,
  );
}

/**
 * For each client how many alerts nobody has seen to, entries of one kind counted as one, and how serious the worst is;
 * clients without any are absent.
 */
export async function readAlertMarks(
  db: DbOrTx,
  portalId: string,
  clients: readonly Pick<ClientRecord, 'client_id' | 'time_zone'>[],
  now: number,
): Promise<Map<number, AlertMark>> {
  const shown = await readShown(db, portalId, clients.length === 1 ? clients[0]?.client_id : undefined);
  const marks = new Map<number, AlertMark>();
  for (const { client_id: clientId, time_zone: zone } of clients) {
    const fresh = (shown.get(clientId) ?? []).filter(({ seenAt }) => seenAt === null);
    const [level] = fresh.map((alert) => levelOf(alert.kind, alert.facts, dayOf(now, zone))).sort(bySeverity);
    const count = new Set(fresh.map(({ kind, key }) => (isOfEntries(kind) ? kind : key))).size;
    if (level !== undefined) marks.set(clientId, { count, level });
  }
  return marks;
}

async function readShown(
  db: DbOrTx,
  portalId: string,
  onlyClientId: number | undefined,
): Promise<Map<number, KeptAlert[]>> {
  const byClient = new Map<number, KeptAlert[]>();
  for (const alert of await readOpen(db, portalId, onlyClientId)) {
    byClient.set(alert.clientId, [...(byClient.get(alert.clientId) ?? []), alert]);
  }
  return new Map([...byClient].map(([clientId, alerts]) => [clientId, withoutOvershadowed(alerts)]));
}

function viewOf(alert: KeptAlert, client: ClientRecord, names: AlertNames, today: string): AlertView {
  const { facts, kind } = alert;
  const { packageId, taskId, userId } = facts;
  return {
    clientId: alert.clientId,
    clientName: client.name,
    key: alert.key,
    kind,
    level: levelOf(kind, facts, today),
    since: alert.raisedAt,
    seen: alert.seenAt !== null,
    packageTitle: packageId === undefined ? null : (names.packages.get(packageId) ?? null),
    percent: facts.percent ?? null,
    seconds: facts.leftSeconds ?? facts.overageSeconds ?? facts.seconds ?? null,
    limitSeconds: facts.limitSeconds ?? null,
    day: facts.expiresOn ?? facts.day ?? null,
    daysLeft: facts.expiresOn === undefined ? null : daysTo(facts.expiresOn, today),
    taskId: taskId ?? null,
    taskTitle: taskId === undefined ? null : (names.tasks.get(taskId) ?? null),
    person: userId === undefined ? null : (names.people.get(userId) ?? null),
    reportId: facts.reportId ?? null,
    reportNumber: facts.reportNumber ?? null,
  };
}
