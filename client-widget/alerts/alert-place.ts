import { isOfEntries, type AlertGroup } from '../ui/alert-groups.js';

export interface AlertPlace {
  to: string;
  /** Key of the link's words. */
  label: 'alerts.toHealth' | 'alerts.toSprint' | 'alerts.toReport' | 'alerts.toPackages';
}

/** Where it can be dealt with; null for what is about single entries, which lead to their tasks themselves. */
export function placeOfAlert({ kind, clientId, alerts }: AlertGroup): AlertPlace | null {
  const base = `/clients/${clientId}`;
  const reportId = alerts[0]?.reportId;
  if (kind === 'uncertain-post') return { to: '/health', label: 'alerts.toHealth' };
  if (kind === 'intake-urgent' || kind === 'intake-critical')
    return { to: '/sprint', label: 'alerts.toSprint' };
  if (reportId) return { to: `${base}/reports/${reportId}`, label: 'alerts.toReport' };
  return isOfEntries(kind) ? null : { to: `${base}/packages`, label: 'alerts.toPackages' };
}
