import type { Cut } from '../api/index.js';
import type { Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import { lockClient } from '../clients/index.js';
import { readAccount, readStanding } from '../ledger/index.js';
import { issueAndPost } from './issue-and-post.js';
import { isUsedUp, packageEnd } from './plan-exhausted.js';
import { type PreparedReport, prepareReport } from './prepare-report.js';
import { type ReportRecord, deleteReport, readReport, updateReport } from './report-store.js';
import { usedUpMode } from './schedules.js';

interface Outlook {
  cut: Cut;
  position: number;
  automatic: boolean;
}

/**
 * The plan of a used-up package falls due: it becomes a draft, or a report at once where the client wants it so. Late
 * entries may have moved the end of the package, or given it room again: then there is nothing to report yet.
 */
export async function fireExhausted(ground: Ground, plan: ReportRecord): Promise<void> {
  const outlook = await ground.db.transaction().execute((tx) => lookAt(tx, ground, plan));
  const { portal_id: portalId, client_id: clientId } = plan;
  const prepared = outlook?.automatic
    ? await prepareReport(ground, { portalId, clientId, cut: outlook.cut, position: outlook.position })
    : null;
  await ground.db.transaction().execute((tx) => settle(tx, ground, plan, prepared));
}

async function lookAt(tx: Tx, ground: Ground, plan: ReportRecord): Promise<Outlook | null> {
  const { portal_id: portalId, client_id: clientId } = plan;
  const client = await lockClient(tx, portalId, clientId);
  const now = ground.clock.now();
  const mode = await usedUpMode(tx, client, now);
  const packageId = Number(plan.cause.split(':')[1]);
  const account = await readAccount(tx, client, now);
  const stands = account.packages.some((view) => view.packageId === packageId && isUsedUp(view));
  if (!stands || mode === 'off') return null;
  const cut = packageEnd(await readStanding(tx, { portalId, clientId }), packageId);
  return cut && { cut, position: client.position, automatic: mode === 'automatic' };
}

/** Hours may have come while the files were made: what was prepared for an older position is left, and tried again. */
async function settle(
  tx: Tx,
  ground: Ground,
  plan: ReportRecord,
  prepared: PreparedReport | null,
): Promise<void> {
  const outlook = await lookAt(tx, ground, plan);
  const { portal_id: portalId, client_id: clientId, report_id: reportId } = plan;
  const now = await readReport(tx, portalId, clientId, reportId);
  if (now.state !== 'planned') return;
  if (outlook === null) return deleteReport(tx, plan);
  if (outlook.automatic && prepared?.model.position !== outlook.position) return;
  await updateReport(tx, plan, {
    state: 'draft',
    cut: JSON.stringify(outlook.cut),
    position: outlook.position,
    updated_at: ground.clock.now(),
  });
  if (outlook.automatic && prepared) await issueAndPost(tx, ground, prepared, plan, null);
}
