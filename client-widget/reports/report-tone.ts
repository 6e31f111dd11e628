import type { ReportRow } from '../../server/api/reports.js';

const tones = {
  planned: 'neutral',
  draft: 'warn',
  stale: 'neutral',
  issued: 'info',
  posted: 'good',
  uncertain: 'bad',
  dismissed: 'neutral',
} as const;

/** Badge tone of a report's state. */
export function reportTone(state: ReportRow['state']) {
  return tones[state];
}
