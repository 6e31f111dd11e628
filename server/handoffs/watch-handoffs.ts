import type { Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import { acceptFacts } from '../portal/inbox/index.js';
import type { OutboxRow, PostResult } from '../portal/outbox/index.js';
import { nowOf } from './end-handoff.js';
import { closedText, handedText } from './handoff-texts.js';
import { changeHandoff, type HandoffRow, holdHandoff, readOfLinkedTasks } from './handoffs-store.js';
import { CLOSED, readLinked } from './linked-view.js';
import { stepHandoff } from './rules/handoff-states.js';
import { comment, managersBut, notify, tellerOf } from './tell.js';

/** The linked task of a hand-off is there: the source task names it, and both are read. */
export async function noteLinkedTask(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  post: OutboxRow,
  result: PostResult,
): Promise<void> {
  const id = Number(/^handoff:(\d+):task$/.exec(post.key)?.[1] ?? 0);
  const row = id > 0 && result.taskId !== null ? await holdHandoff(tx, post.portal_id, id) : undefined;
  const teller = await tellerOf(tx, post.portal_id);
  if (!row || !teller || result.taskId === null) return;
  await changeHandoff(tx, row, { linked_task_id: result.taskId, updated_at: ground.clock.now() });
  const { portal_id: portalId, client_id: clientId } = row;
  const text = handedText(teller, row, result.taskId);
  const source = { portalId, clientId, taskId: row.task_id };
  await comment(tx, ground, source, { key: `handoff:${id}:handed`, text });
  await acceptFacts(tx, ground.clock, [
    { portalId, subject: 'task', subjectId: String(result.taskId), name: 'HANDOFF' },
    { portalId, subject: 'client', subjectId: String(clientId), name: 'HANDOFF' },
  ]);
}

/** Linked tasks that were closed are reported back, once per closing; one that is opened again is open here too. */
export async function watchHandoffs(
  tx: Tx,
  ground: Pick<Ground, 'clock' | 'config'>,
  portalId: string,
  taskIds: readonly number[],
): Promise<void> {
  for (const seen of await readOfLinkedTasks(tx, portalId, taskIds)) {
    if (seen.state === 'refused') continue;
    const row = (await holdHandoff(tx, portalId, seen.handoff_id)) ?? seen;
    const linked = await readLinked(tx, row);
    if (linked.status === null || linked.isGone) continue;
    const next = stepHandoff(nowOf(row), { do: linked.status === CLOSED ? 'close' : 'reopen' });
    if (typeof next === 'string') continue;
    const at = ground.clock.now();
    const ended = next.state === 'done' ? { ended_by: 0, ended_at: at } : { ended_by: null, ended_at: null };
    await changeHandoff(tx, row, { state: next.state, closings: next.closings, ...ended, updated_at: at });
    if (next.state === 'done')
      await reportBack(tx, ground, { ...row, closings: next.closings }, linked.seconds);
  }
}

async function reportBack(
  tx: Tx,
  ground: Pick<Ground, 'clock' | 'config'>,
  row: HandoffRow,
  seconds: number,
): Promise<void> {
  const { portal_id: portalId, client_id: clientId, task_id: taskId } = row;
  const teller = await tellerOf(tx, portalId);
  if (!teller) return;
  const text = closedText(teller, row, seconds);
  const key = `handoff:${row.handoff_id}:closed-${row.closings}`;
  await comment(tx, ground, { portalId, clientId, taskId }, { key, text });
  const userIds = [...(await managersBut(tx, { portalId, clientId }, 0)), row.handed_by];
  const head = teller.texts('handoff.noticeHead');
  await notify(tx, ground, teller, { key: `${key}:notice`, clientId, taskId, userIds, head, text });
}

/** Clients whose ledgers hold time of these tasks because something was handed over. */
export async function readClientsOfLinked(
  tx: Tx,
  portalId: string,
  taskIds: readonly number[],
): Promise<number[]> {
  const rows = await readOfLinkedTasks(tx, portalId, taskIds);
  return [...new Set(rows.filter((row) => row.courtesy_reason !== null).map((row) => row.client_id))];
}
