import { recordAction, type Visitor } from '../access/index.js';
import { type MarkWork, markWorkSchema } from '../api/index.js';
import type { Tx } from '../base/db/index.js';
import { badInput } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { type MarkedThing, insertWorkMark, markKey, readWorkMarks, readWorkTypes } from '../clients/index.js';
import { acceptFact } from '../portal/inbox/index.js';
import { postHours } from './post-hours.js';

/**
 * Marks a task, or (`entryId` ≠ 0) one entry of it: work type, urgency, at whose expense. What is left out stays; null
 * leaves it to tags, rules and terms again. Open lines follow at once; issued ones keep what their report showed.
 * Repeated with the same requestId it changes nothing. Who may do it was asked before. Throws WORK_TYPE_UNKNOWN (422).
 * @param clientIds whose hours may change, ascending
 */
export async function markWork(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  visitor: Visitor,
  thing: MarkedThing & { clientIds: readonly number[] },
  input: MarkWork,
): Promise<void> {
  const { portalId, userId } = visitor;
  const { requestId, reason, ...wanted } = markWorkSchema.parse(input);
  if (typeof wanted.workType === 'string') await checkType(tx, portalId, wanted.workType);
  const before = (await readWorkMarks(tx, portalId, thing.taskId)).get(markKey(thing));
  const was = {
    workType: before?.workType?.value ?? null,
    urgency: before?.urgency?.value ?? null,
    courtesyReason: before?.courtesy?.value ?? null,
  };
  const now = {
    workType: wanted.workType === undefined ? was.workType : wanted.workType,
    urgency: wanted.urgency === undefined ? was.urgency : wanted.urgency,
    courtesyReason: wanted.courtesyReason === undefined ? was.courtesyReason : wanted.courtesyReason,
  };
  const { taskId, entryId, clientIds } = thing;
  const { actionId, repeated } = await recordAction(tx, ground.clock, {
    ...{ portalId, userId, clientId: clientIds[0] ?? null, what: 'mark-work', reason },
    ...{ before: { taskId, entryId, ...was }, after: { taskId, entryId, ...now } },
    cause: `mark-work:${requestId}`,
  });
  if (repeated) return;
  await insertWorkMark(tx, {
    ...{ portal_id: portalId, task_id: taskId, entry_id: entryId, action_id: actionId },
    ...{ work_type: now.workType, urgency: now.urgency, courtesy_reason: now.courtesyReason },
    now: ground.clock.now(),
  });
  for (const clientId of clientIds) {
    await postHours(tx, ground, portalId, clientId);
    // Hours may have used up a package, or freed one: what follows from that is decided above.
    const fact = { portalId, subject: 'client', subjectId: String(clientId), name: 'WORK-MARK' };
    await acceptFact(tx, ground.clock, fact);
  }
}

async function checkType(tx: Tx, portalId: string, workType: string): Promise<void> {
  if ((await readWorkTypes(tx, portalId)).includes(workType)) return;
  throw badInput('WORK_TYPE_UNKNOWN', 'No terms name this work type', { workType });
}
