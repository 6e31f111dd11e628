import type { AlertFacts, AlertKind } from './types.js';

/** Parameters of the app's deep link to where an alert is dealt with; the widget's `frame/start-place` reads them. */
export function placeOf(kind: AlertKind, facts: AlertFacts, clientId: number): Record<string, string> {
  if (kind === 'uncertain-post') return { view: 'health' };
  if (kind === 'intake-urgent' || kind === 'intake-critical') return { view: 'sprint' };
  const client = String(clientId);
  if (facts.reportId !== undefined) return { client, report: facts.reportId };
  return { client, view: 'alerts' };
}
