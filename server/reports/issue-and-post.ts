import type { Tx } from '../base/db/index.js';
import { badInput } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { textsIn } from '../base/i18n/index.js';
import { type ClientRecord, readClientContacts, readGroupsOfClient } from '../clients/index.js';
import { issueReport } from '../ledger/index.js';
import { enqueuePost } from '../portal/outbox/index.js';
import { isTaskThere } from '../portal/mirror/index.js';
import { escapeLine } from '../portal/rest/index.js';
import type { BuiltReport } from './build-report.js';
import { cutPoint } from './cut-point.js';
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
  const taskId = await presentReportTask(tx, client);
  const taskKey = taskId === null ? await queueReportTask(tx, ground, built) : null;
  let afterKey = taskKey;
  for (const [index, text] of parts.entries()) {
    const key = partKey(client.client_id, model, index + 1);
    await enqueuePost(tx, ground, {
      portalId: client.portal_id,
      clientId: client.client_id,
      kind: 'comment',
      key,
      payload: { taskId, taskFromKey: taskKey, text },
      ...(afterKey === null ? {} : { afterKey }),
    });
    afterKey = key;
  }
}

/** Null before the first report, and when somebody deleted the task: then another one is made. */
async function presentReportTask(tx: Tx, client: ClientRecord): Promise<number | null> {
  const taskId = client.report_task_id;
  return taskId !== null && (await isTaskThere(tx, client.portal_id, taskId)) ? taskId : null;
}

/** The client's report task is made with the first report; its key names the task it replaces, if any. */
async function queueReportTask(tx: Tx, ground: Ground, built: BuiltReport): Promise<string> {
  const { client, model } = built;
  const [group] = await readGroupsOfClient(tx, client.portal_id, client.client_id);
  const texts = textsIn(model.language);
  const key = reportTaskKey(client);
  await enqueuePost(tx, ground, {
    portalId: client.portal_id,
    clientId: client.client_id,
    kind: 'create-report-task',
    key,
    payload: {
      groupId: group?.groupId ?? 0,
      title: texts('report.taskTitle'),
      description: texts('report.taskDescription', { client: escapeLine(client.name) }),
      auditorIds: await readClientContacts(tx, client.portal_id, client.client_id),
    },
  });
  return key;
}

function reportTaskKey(client: Pick<ClientRecord, 'client_id' | 'report_task_id'>): string {
  const base = `report-task:${client.client_id}`;
  return client.report_task_id === null ? base : `${base}:after-${client.report_task_id}`;
}
