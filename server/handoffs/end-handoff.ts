import { recordAction, type Visitor } from '../access/index.js';
import type { Tx } from '../base/db/index.js';
import { conflict, notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { lockClient } from '../clients/index.js';
import { postHours } from '../ledger/index.js';
import { acceptFact } from '../portal/inbox/index.js';
import { withdrawPosts } from '../portal/outbox/index.js';
import { taskKeyOf } from './hand-off.js';
import { refusedText } from './handoff-texts.js';
import { changeHandoff, type HandoffRow, holdHandoff, readHandoff } from './handoffs-store.js';
import { readLinked } from './linked-view.js';
import { type HandoffEvent, stepHandoff } from './rules/handoff-states.js';
import { comment, managersBut, notify, type Teller, tellerOf } from './tell.js';

export interface Ending {
  handoffId: number;
  requestId: string;
  /** Null = taken back, as if it had never been. */
  refusedFor: string | null;
}

/**
 * The receiving side gives the work back, or whoever handed it over takes it back. Repeated with the same requestId it
 * changes nothing. Throws HANDOFF_OVER, HANDOFF_BEGUN (it was worked on: give it back instead), POST_UNDER_WAY (409).
 */
export async function endHandoff(
  tx: Tx,
  ground: Pick<Ground, 'clock' | 'config'>,
  visitor: Visitor,
  ending: Ending,
): Promise<void> {
  const { portalId, userId } = visitor;
  const seen = await readHandoff(tx, portalId, ending.handoffId);
  const teller = await tellerOf(tx, portalId);
  if (!seen || !teller) throw notFound('Hand-off');
  const clientId = seen.client_id;
  await lockClient(tx, portalId, clientId);
  const row = (await holdHandoff(tx, portalId, ending.handoffId)) ?? seen;
  const reason = ending.refusedFor;
  const { actionId, repeated } = await recordAction(tx, ground.clock, {
    ...{ portalId, userId, clientId, what: reason === null ? 'take-back-handoff' : 'refuse-handoff', reason },
    ...{
      before: { state: row.state, untilAt: row.until_at },
      after: { handoffId: row.handoff_id, taskId: row.task_id },
    },
    cause: `end-handoff:${ending.requestId}`,
  });
  if (repeated) return;
  const at = ground.clock.now();
  const next = stepHandoff(nowOf(row), await eventOf(tx, row, reason, at));
  if (typeof next === 'string') throw conflict(next, 'The hand-off cannot be ended this way any more');
  const ended = { ended_by: userId, ended_at: at, end_reason: reason, updated_at: at };
  await changeHandoff(tx, row, { state: next.state, until_at: next.untilAt, ...ended });
  if (reason === null) await tellTakenBack(tx, ground, teller, { row, actionId });
  else await tellRefused(tx, ground, teller, { row, reason, userId });
  await postHours(tx, ground, portalId, clientId);
  const fact = { portalId, subject: 'client', subjectId: String(clientId), name: 'HANDOFF' };
  await acceptFact(tx, ground.clock, fact);
}

export function nowOf(row: HandoffRow) {
  return { state: row.state, sinceAt: row.since_at, untilAt: row.until_at, closings: row.closings };
}

async function eventOf(tx: Tx, row: HandoffRow, reason: string | null, at: number): Promise<HandoffEvent> {
  if (reason !== null) return { do: 'refuse', at };
  return { do: 'take-back', happened: (await readLinked(tx, row)).isBegun };
}

async function tellTakenBack(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  { texts }: Teller,
  { row, actionId }: { row: HandoffRow; actionId: string },
): Promise<void> {
  const { portal_id: portalId, client_id: clientId, handoff_id: id } = row;
  await withdrawPosts(tx, { portalId, keys: [taskKeyOf(id)], actionId });
  if (row.linked_task_id === null) return;
  const key = `handoff:${id}:taken-back`;
  const linked = { portalId, clientId, taskId: row.linked_task_id };
  await comment(tx, ground, linked, { key: `${key}:linked`, text: texts('handoff.takenBackLinked') });
  const source = { portalId, clientId, taskId: row.task_id };
  await comment(tx, ground, source, { key, text: texts('handoff.takenBack') });
}

async function tellRefused(
  tx: Tx,
  ground: Pick<Ground, 'clock' | 'config'>,
  teller: Teller,
  { row, reason, userId }: { row: HandoffRow; reason: string; userId: number },
): Promise<void> {
  const { portal_id: portalId, client_id: clientId, handoff_id: id } = row;
  const text = refusedText(teller, row, reason);
  const key = `handoff:${id}:refused`;
  await comment(tx, ground, { portalId, clientId, taskId: row.task_id }, { key, text });
  const managers = await managersBut(tx, { portalId, clientId }, userId);
  const userIds = [...managers, row.handed_by].filter((one) => one !== userId);
  const head = teller.texts(`handoff.refused.${row.way}`);
  const notice = { key: `${key}:notice`, clientId, taskId: row.task_id, userIds, head };
  await notify(tx, ground, teller, { ...notice, text: teller.texts('handoff.reason', { reason }) });
}
