import type { AlertLevel, AlertView } from '../../server/api/alerts.js';

/** What is shown as one: an alert, or the same oddity of several entries of one client. */
export interface AlertGroup {
  id: string;
  clientId: number;
  clientName: string;
  kind: AlertView['kind'];
  level: AlertLevel;
  /** Since the newest of them stands. */
  since: number;
  alerts: AlertView[];
}

const ofEntries = new Set<AlertView['kind']>(['no-comment', 'long-entry', 'closed-task', 'held-entry']);

/** Keeps the order in which the server sent them. */
export function groupAlerts(alerts: readonly AlertView[]): AlertGroup[] {
  const groups = new Map<string, AlertGroup>();
  for (const alert of alerts) {
    const { clientId, clientName, kind, level, since } = alert;
    const id = `${clientId}:${ofEntries.has(kind) ? kind : alert.key}`;
    const group = groups.get(id);
    if (!group) groups.set(id, { id, clientId, clientName, kind, level, since, alerts: [alert] });
    else groups.set(id, { ...group, since: Math.max(group.since, since), alerts: [...group.alerts, alert] });
  }
  return [...groups.values()];
}

/** What somebody should look at soon: the figure beside the menu. */
export function pressingCount(alerts: readonly AlertView[]): number {
  return groupAlerts(alerts.filter((alert) => !alert.seen && alert.level !== 'info')).length;
}

export function isOfEntries(kind: AlertView['kind']): boolean {
  return ofEntries.has(kind);
}
