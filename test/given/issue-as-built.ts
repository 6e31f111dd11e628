import { randomUUID } from 'node:crypto';
import type { Cut, ReportModel } from '../../server/api/index.js';
import { buildReport } from '../../server/reports/build-report.js';
import { issueAndPost } from '../../server/reports/issue-and-post.js';
import { reportParts } from '../../server/reports/report-parts.js';
import { insertReport } from '../../server/reports/report-store.js';
import type { StoredLedger } from './stored-ledger.js';

export const builtBy = { appCode: 'supporthours.hours', clientId: 'app.1' };

/** What a report said on the day it was issued. */
export interface AsIssued {
  reportId: string;
  model: ReportModel;
  parts: string[];
}

/** Issues the client's next report as the app does, without its files; null when it would hold nothing. */
export function issueAsBuilt(portal: StoredLedger, clientId: number, cut: Cut): Promise<AsIssued | null> {
  const { portalId } = portal;
  const ground = { ...portal.ground, config: builtBy };
  return portal.inTx(async (tx) => {
    const { model, card, held } = await buildReport(tx, ground, { portalId, clientId, cut });
    if (held.lines.length === 0) return null;
    const reportId = randomUUID();
    const report = { portal_id: portalId, client_id: clientId, report_id: reportId };
    const now = portal.ground.clock.now();
    await insertReport(tx, {
      ...{ ...report, cause: `demand:${reportId}`, state: 'draft', cut: JSON.stringify(cut), due_at: now },
      ...{ position: null, model: null, number: null, created_at: now, updated_at: now, action_id: null },
    });
    await issueAndPost(tx, ground, { model, files: [], toFeed: false }, report, null);
    return { reportId, model, parts: reportParts(model, card, clientId) };
  });
}
