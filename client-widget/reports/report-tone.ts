import type { ReportRow } from '../../server/api/reports.js';

const tones = {
  planned: 'air-secondary',
  draft: 'air-primary-warning',
  stale: 'air-secondary',
  issued: 'air-secondary-accent',
  posted: 'air-primary-success',
  uncertain: 'air-primary-alert',
  dismissed: 'air-secondary',
} as const;

/** Badge colour of a report's state. */
export function reportTone(state: ReportRow['state']) {
  return tones[state];
}
