import { recordAction, type Visitor } from '../access/index.js';
import type { HandoffTarget, HandoffWay } from '../api/index.js';
import type { Tx } from '../base/db/index.js';
import { conflict, notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { lockClient } from '../clients/index.js';
import { postHours } from '../ledger/index.js';
import { acceptFact } from '../portal/inbox/index.js';
import { lockPortal } from '../portal/installs/index.js';
import { enqueuePost } from '../portal/outbox/index.js';
import { descriptionOf } from './handoff-texts.js';
import { insertHandoff, isHandedOver, nextHandoffId } from './handoffs-store.js';
import type { SourceText } from './read-source.js';
import { managersBut, notify, tellerOf } from './tell.js';

export interface Handing {
  requestId: string;
  clientId: number;
  target: Pick<HandoffTarget, 'way' | 'groupId' | 'groupName'>;
  note: string;
  responsibleId: number | null;
  source: SourceText;
}

const courtesyOf: Record<HandoffWay, 'own-bug' | 'free-support' | null> = {
  'to-development': 'own-bug',
  'to-free-support': 'free-support',
  'to-paid': null,
};

const TITLE_LENGTH = 250;

export const taskKeyOf = (handoffId: number): string => `handoff:${handoffId}:task`;

/**
 * Hands a task over: from this instant its time is courtesy (towards development and free support), a linked task is
 * queued for the receiving side. Entries before it stay as they are. Repeated with the same requestId it changes
 * nothing. Throws HANDOFF_OPEN (409) while the task is handed over already.
 */
export async function handOff(
  tx: Tx,
  ground: Pick<Ground, 'clock' | 'config'>,
  visitor: Visitor,
  task: { taskId: number; groupId: number; title: string },
  wanted: Handing,
): Promise<void> {
  const { portalId, userId } = visitor;
  const { clientId, target, note, source, responsibleId } = wanted;
  await lockPortal(tx, portalId);
  const client = await lockClient(tx, portalId, clientId);
  const teller = await tellerOf(tx, portalId);
  if (!teller) throw notFound('Portal');
  const { actionId, repeated } = await recordAction(tx, ground.clock, {
    ...{ portalId, userId, clientId, what: 'hand-off', reason: note },
    ...{ after: { taskId: task.taskId, way: target.way, groupId: target.groupId } },
    cause: `hand-off:${wanted.requestId}`,
  });
  if (repeated) return;
  if (await isHandedOver(tx, portalId, task.taskId)) {
    throw conflict('HANDOFF_OPEN', 'The task is handed over already');
  }
  const now = ground.clock.now();
  const handoffId = await nextHandoffId(tx, portalId);
  const title = teller.texts(`handoff.title.${target.way}`, { title: task.title }).slice(0, TITLE_LENGTH);
  const row = {
    ...{ portal_id: portalId, handoff_id: handoffId, client_id: clientId, way: target.way },
    ...{ task_id: task.taskId, title, note, group_id: target.groupId, linked_task_id: null },
    ...{ since_at: now, until_at: null, courtesy_reason: courtesyOf[target.way], state: 'open' as const },
    ...{ closings: 0, handed_by: userId, ended_by: null, ended_at: null, end_reason: null },
    ...{ action_id: actionId, updated_at: now },
  };
  await insertHandoff(tx, row);
  await enqueuePost(tx, ground, {
    ...{ portalId, clientId, kind: 'create-task', key: taskKeyOf(handoffId) },
    payload: {
      groupId: target.groupId,
      title,
      description: descriptionOf(teller, row, { task, client: client.name, who: visitor.name, source }),
      auditorIds: [userId],
      ...(responsibleId === null ? {} : { responsibleId }),
      diskIds: source.files.map((file) => file.diskId),
    },
  });
  await notify(tx, ground, teller, {
    key: `handoff:${handoffId}:handed`,
    ...{ clientId, taskId: task.taskId, userIds: await managersBut(tx, { portalId, clientId }, userId) },
    head: client.name,
    text: teller.texts(`handoff.notice.${target.way}`, { title: task.title, who: visitor.name }),
  });
  await postHours(tx, ground, portalId, clientId);
  await acceptFact(tx, ground.clock, {
    ...{ portalId, subject: 'client', subjectId: String(clientId), name: 'HANDOFF' },
  });
}
