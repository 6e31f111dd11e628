import type { Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import { textsIn } from '../base/i18n/index.js';
import { type ClientRecord, readClientContacts, readGroupsOfClient } from '../clients/index.js';
import { isTaskThere } from '../portal/mirror/index.js';
import { enqueuePost, observersAskedFor } from '../portal/outbox/index.js';
import { escapeLine } from '../portal/rest/index.js';

/** Where a comment of the client's report task goes: a task that is there, or the post that makes it first. */
export interface ReportTaskPlace {
  taskId: number | null;
  taskFromKey: string | null;
}

/** Finds the client's report task; before the first comment, and after somebody deleted it, a new one is queued. */
export async function placeOfReportTask(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  client: ClientRecord,
  language: 'ru' | 'en',
): Promise<ReportTaskPlace> {
  const taskId = client.report_task_id;
  if (taskId !== null && (await isTaskThere(tx, client.portal_id, taskId))) {
    await queueNewObservers(tx, ground, client, taskId);
    return { taskId, taskFromKey: null };
  }
  return { taskId: null, taskFromKey: await queueReportTask(tx, ground, client, language) };
}

/** Queues one comment for the client's report task. A key that is there already changes nothing. */
export async function postToReportTask(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  client: ClientRecord,
  comment: { key: string; text: string; language: 'ru' | 'en'; afterKey?: string },
): Promise<void> {
  const place = await placeOfReportTask(tx, ground, client, comment.language);
  await enqueuePost(tx, ground, {
    portalId: client.portal_id,
    clientId: client.client_id,
    kind: 'comment',
    key: comment.key,
    payload: { ...place, text: comment.text },
    ...(comment.afterKey === undefined ? {} : { afterKey: comment.afterKey }),
  });
}

/** The report task is made with the first report; its key names the task it replaces, if any. */
async function queueReportTask(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  client: ClientRecord,
  language: 'ru' | 'en',
): Promise<string> {
  const [group] = await readGroupsOfClient(tx, client.portal_id, client.client_id);
  const texts = textsIn(language);
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

/** Contacts who joined the client's groups since the task was made hear of its comments from now on. */
async function queueNewObservers(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  { portal_id: portalId, client_id: clientId }: ClientRecord,
  taskId: number,
): Promise<void> {
  const asked = await observersAskedFor(tx, { portalId, clientId, taskId });
  const contacts = await readClientContacts(tx, portalId, clientId);
  const userIds = contacts.filter((userId) => !asked.has(userId));
  if (userIds.length === 0) return;
  const key = `observers:${taskId}:${userIds.join('.')}`;
  await enqueuePost(tx, ground, {
    portalId,
    clientId,
    kind: 'observers',
    key,
    payload: { taskId, userIds },
  });
}

function reportTaskKey(client: Pick<ClientRecord, 'client_id' | 'report_task_id'>): string {
  const base = `report-task:${client.client_id}`;
  return client.report_task_id === null ? base : `${base}:after-${client.report_task_id}`;
}
