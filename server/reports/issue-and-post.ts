import type { Tx } from '../base/db/index.js';
import { badInput, conflict } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { readGroupsOfClient } from '../clients/index.js';
import { issueReport } from '../ledger/index.js';
import { enqueuePost, storePostFile } from '../portal/outbox/index.js';
import { type BuiltReport, buildAgain } from './build-report.js';
import { cutPoint } from './cut-point.js';
import { placeOfReportTask } from './post-to-report-task.js';
import type { PreparedReport, ReportFile } from './prepare-report.js';
import { renderFeedPost } from './render-feed.js';
import { fileTypes, reportFileName } from './report-file-name.js';
import { frameOfModel } from './report-frame.js';
import { feedKey, fileIdOf, partKey } from './report-parts.js';
import { type ReportRecord, updateReport } from './report-store.js';
import { sameModel } from './stored-model.js';

/**
 * Freezes what was prepared and queues its texts and files, in one transaction: either all hold or none.
 * Throws STALE when the hours changed since, NOTHING_TO_REPORT when there is no line.
 */
export async function issueAndPost(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  prepared: PreparedReport,
  report: Pick<ReportRecord, 'portal_id' | 'client_id' | 'report_id'>,
  actionId: string | null,
): Promise<void> {
  const built = await buildSame(tx, prepared, report);
  const { client, model } = built;
  await issueReport(tx, ground, {
    portalId: client.portal_id,
    clientId: client.client_id,
    seenPosition: model.position,
    cut: cutPoint(model.cut, model.timeZone),
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
  await queueParts(tx, ground, built, prepared.files);
  if (prepared.toFeed) await queueFeedPost(tx, ground, built);
}

/** The same report inside the transaction: what the files say is what is frozen. */
async function buildSame(
  tx: Tx,
  { model }: PreparedReport,
  report: Pick<ReportRecord, 'portal_id' | 'client_id'>,
): Promise<BuiltReport> {
  const built = await buildAgain(tx, {
    ...{ portalId: report.portal_id, clientId: report.client_id },
    ...{ cut: model.cut, position: model.position, frame: frameOfModel(model) },
  });
  if (built.held.lines.length === 0) {
    throw badInput('NOTHING_TO_REPORT', 'There is no line that this report could hold');
  }
  if (!sameModel(built.model, model)) {
    throw conflict('STALE', 'The hours changed since this report was shown: build it again');
  }
  return built;
}

/** Part after part; the files go along with the last one. */
async function queueParts(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  built: BuiltReport,
  made: readonly ReportFile[],
): Promise<void> {
  const { client, model, parts } = built;
  const place = await placeOfReportTask(tx, ground, client, model.language);
  const files = await storeFiles(tx, built, made);
  let afterKey = place.taskFromKey;
  for (const [index, text] of parts.entries()) {
    const key = partKey(client.client_id, model, index + 1);
    const isLast = index === parts.length - 1;
    await enqueuePost(tx, ground, {
      portalId: client.portal_id,
      clientId: client.client_id,
      kind: 'comment',
      key,
      payload: { ...place, text, ...(isLast && files.length > 0 && { files }) },
      ...(afterKey === null ? {} : { afterKey }),
    });
    afterKey = key;
  }
}

async function storeFiles(
  tx: Tx,
  { client, model }: BuiltReport,
  made: readonly ReportFile[],
): Promise<{ fileId: string }[]> {
  const stored: { fileId: string }[] = [];
  for (const { format, bytes } of made) {
    const fileId = fileIdOf(client.client_id, model, format);
    const file = { name: reportFileName(model, format), mime: fileTypes[format], bytes };
    stored.push({ fileId: await storePostFile(tx, { portalId: client.portal_id, fileId, ...file }) });
  }
  return stored;
}

/** In the feed of the client's first group, once its task has the whole report. */
async function queueFeedPost(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  { client, model, parts }: BuiltReport,
): Promise<void> {
  const [group] = await readGroupsOfClient(tx, client.portal_id, client.client_id);
  if (!group) return;
  await enqueuePost(tx, ground, {
    portalId: client.portal_id,
    clientId: client.client_id,
    kind: 'feed-post',
    key: feedKey(client.client_id, model),
    payload: { groupId: group.groupId, ...renderFeedPost(model) },
    afterKey: partKey(client.client_id, model, parts.length),
  });
}
