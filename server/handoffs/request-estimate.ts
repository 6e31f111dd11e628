import { recordAction, type Visitor } from '../access/index.js';
import type { Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import { lockPortal } from '../portal/installs/index.js';
import {
  changeEstimate,
  type EstimateRow,
  insertEstimate,
  nextEstimateId,
  readOpenOfTasks,
} from './estimates-store.js';
import { newEstimate } from './rules/estimate-states.js';
import { notify, tellerOf } from './tell.js';

export interface Requesting {
  task: { taskId: number; title: string; clientId: number | null };
  /** 0 = nobody is responsible: whoever manages decides. */
  performerId: number;
  note: string;
  forClient: boolean;
  source: EstimateRow['source'];
  /** Null: the app itself asks, which recognises its own repetitions. */
  requestId: string | null;
}

/** Asks for a task's size. While a request is open, another joins it; repeated with the same requestId it does nothing. */
export async function requestEstimate(
  tx: Tx,
  ground: Pick<Ground, 'clock' | 'config'>,
  visitor: Pick<Visitor, 'portalId' | 'userId' | 'name'>,
  wanted: Requesting,
): Promise<void> {
  const { portalId, userId } = visitor;
  const { task, note, forClient, performerId, requestId } = wanted;
  await lockPortal(tx, portalId);
  const { repeated } = await recordAction(tx, ground.clock, {
    ...{ portalId, userId, clientId: task.clientId, what: 'request-estimate', reason: note },
    after: { taskId: task.taskId, performerId, forClient },
    cause: requestId === null ? null : `request-estimate:${requestId}`,
  });
  if (repeated) return;
  const [open] = await readOpenOfTasks(tx, portalId, [task.taskId]);
  if (open) return join(tx, ground, open, wanted);
  const now = ground.clock.now();
  const estimateId = await nextEstimateId(tx, portalId);
  const { state, requests } = newEstimate(forClient);
  await insertEstimate(tx, {
    ...{ portal_id: portalId, estimate_id: estimateId, task_id: task.taskId, client_id: task.clientId },
    ...{ state, requests, source: wanted.source, requested_by: userId, requested_at: now },
    ...{ note, for_client: forClient ? 1 : 0, performer_id: performerId },
    ...{ state_since: now, revision: 1, updated_at: now },
  });
  await tell(tx, ground, visitor, wanted, estimateId);
}

async function join(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  open: EstimateRow,
  { note, forClient }: Requesting,
): Promise<void> {
  const isNews = note !== '' && !open.note.includes(note);
  await changeEstimate(tx, open, {
    requests: open.requests + 1,
    for_client: forClient ? 1 : open.for_client,
    note: isNews ? [open.note, note].filter((one) => one !== '').join('\n') : open.note,
    revision: open.revision + 1,
    updated_at: ground.clock.now(),
  });
}

async function tell(
  tx: Tx,
  ground: Pick<Ground, 'clock' | 'config'>,
  visitor: Pick<Visitor, 'portalId' | 'userId' | 'name'>,
  { task, note, performerId }: Requesting,
  estimateId: number,
): Promise<void> {
  const teller = await tellerOf(tx, visitor.portalId);
  if (!teller || performerId === visitor.userId) return;
  const key = visitor.userId === 0 ? 'estimate.notice.byTag' : 'estimate.notice.requested';
  const said = teller.texts(key, { who: visitor.name });
  await notify(tx, ground, teller, {
    key: `estimate:${estimateId}:requested`,
    ...{ clientId: task.clientId ?? 0, taskId: task.taskId, userIds: [performerId], head: task.title },
    text: note === '' ? said : `${said}\n${note}`,
  });
}
