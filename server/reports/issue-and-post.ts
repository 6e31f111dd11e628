import type { Tx } from '../base/db/index.js';
import { badInput } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { issueReport } from '../ledger/index.js';
import { enqueuePost } from '../portal/outbox/index.js';
import type { BuiltReport } from './build-report.js';
import { cutPoint } from './cut-point.js';
import { placeOfReportTask } from './post-to-report-task.js';
import { partKey } from './report-parts.js';
import { type ReportRecord, updateReport } from './report-store.js';

/**
 * Freezes what was built and queues its texts, in one transaction: either both hold or neither.
 * Throws STALE when the hours changed since, NOTHING_TO_REPORT when there is no line.
 */
export async function issueAndPost(
  tx: Tx,
  ground: Ground,
  built: BuiltReport,
  report: Pick<ReportRecord, 'portal_id' | 'client_id' | 'report_id'>,
  actionId: string | null,
): Promise<void> {
  const { client, model } = built;
  if (built.held.lines.length === 0) {
    throw badInput('NOTHING_TO_REPORT', 'There is no line that this report could hold');
  }
  await issueReport(tx, ground, {
    portalId: client.portal_id,
    clientId: client.client_id,
    seenPosition: model.position,
    cut: cutPoint(model.cut, client.time_zone),
    model,
    texts: built.parts,
    layoutVersion: model.layoutVersion,
    seal: model.seal,
    number: model.number,
    actionId,
  });
  await updateReport(tx, report, {
    state: 'issued',
    number: model.number,
    position: model.position,
    model: JSON.stringify(model),
    updated_at: ground.clock.now(),
    action_id: actionId,
  });
  await queueParts(tx, ground, built);
}

async function queueParts(tx: Tx, ground: Ground, built: BuiltReport): Promise<void> {
  const { client, model, parts } = built;
  const place = await placeOfReportTask(tx, ground, client, model.language);
  let afterKey = place.taskFromKey;
  for (const [index, text] of parts.entries()) {
    const key = partKey(client.client_id, model, index + 1);
    await enqueuePost(tx, ground, {
      portalId: client.portal_id,
      clientId: client.client_id,
      kind: 'comment',
      key,
      payload: { ...place, text },
      ...(afterKey === null ? {} : { afterKey }),
    });
    afterKey = key;
  }
}
