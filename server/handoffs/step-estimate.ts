import { recordAction, type Visitor } from '../access/index.js';
import type { EstimateStep } from '../api/index.js';
import type { Tx } from '../base/db/index.js';
import { badInput, conflict, forbidden, notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { enqueuePost } from '../portal/outbox/index.js';
import { acceptFact } from '../portal/inbox/index.js';
import { checkedAgreement } from './checked-agreement.js';
import { commentOf, noticeOf } from './estimate-texts.js';
import { eventOf, nowOf, standingOf } from './estimate-now.js';
import {
  answerQuestion,
  changeEstimate,
  type EstimateRow,
  holdEstimate,
  insertQuestion,
  type QuestionRow,
  readQuestions,
} from './estimates-store.js';
import { readWorkTypeOf, readTitle } from './task-words-view.js';
import { type EstimateNow, stepEstimate } from './rules/estimate-states.js';
import { mayStep } from './rules/may-step.js';
import { comment, managersBut, notify, tellerOf } from './tell.js';

export interface Stepping {
  estimateId: number;
  wanted: EstimateStep;
  /** The planned time was set with the person's own token already. */
  isPlanned: boolean;
}

/**
 * One step of an estimate. Repeated with the same requestId it changes nothing. Throws NOT_FOUND for one the visitor has
 * nothing to do with, FORBIDDEN, ESTIMATE_CHANGED (not the one that was seen), ESTIMATE_OVER, ESTIMATE_NOT_GIVEN,
 * ESTIMATE_NOT_THERE_YET, QUESTION_UNKNOWN (409), LINK_… (422).
 */
export async function takeEstimateStep(
  tx: Tx,
  ground: Pick<Ground, 'clock' | 'config'>,
  visitor: Visitor,
  { estimateId, wanted, isPlanned }: Stepping,
): Promise<void> {
  const { portalId, userId } = visitor;
  const { step } = wanted;
  const row = await holdEstimate(tx, portalId, estimateId);
  if (!row) throw notFound('Estimate');
  const { repeated } = await recordAction(tx, ground.clock, {
    ...{ portalId, userId, clientId: row.client_id, what: `${step.do}-estimate` },
    reason: 'reason' in step ? step.reason : null,
    ...{ before: { state: row.state }, after: { estimateId, taskId: row.task_id, ...step } },
    cause: `estimate-step:${wanted.requestId}`,
  });
  if (repeated) return;
  const questions = await readQuestions(tx, portalId, [estimateId]);
  const next = await nextOf(tx, visitor, { row, questions, wanted });
  const link = step.do === 'agree' ? await checkedAgreement(tx, visitor, row, step.link) : null;
  const at = ground.clock.now();
  const told = { step, userId, at, link, next };
  await writeStep(tx, row, questions, told);
  await tellStep(tx, ground, visitor, { row, questions, step, next });
  if (next.state === 'approved') await planTask(tx, ground, { row, next, isPlanned });
}

/** What the step leads to, or why it does not. Asked before a call to the portal too, so that none is made in vain. */
export async function nextOf(
  tx: Parameters<typeof standingOf>[0],
  visitor: Visitor,
  { row, questions, wanted }: { row: EstimateRow; questions: readonly QuestionRow[]; wanted: EstimateStep },
): Promise<EstimateNow> {
  const standing = (await standingOf(tx, visitor))(row);
  if (!standing) throw notFound('Estimate');
  const next = stepEstimate(nowOf(row, questions), eventOf(wanted.step, questions));
  if (typeof next === 'string') throw conflict(next, 'The estimate does not go on this way now');
  if (!mayStep(standing, row.state, wanted.step.do)) throw forbidden('This step is for somebody else');
  if (row.revision !== wanted.revision) throw conflict('ESTIMATE_CHANGED', 'The estimate changed meanwhile');
  return next;
}

interface Told {
  step: EstimateStep['step'];
  userId: number;
  at: number;
  link: string | null;
  next: EstimateNow;
}

async function writeStep(
  tx: Tx,
  row: EstimateRow,
  questions: readonly QuestionRow[],
  told: Told,
): Promise<void> {
  const { step, userId, at, next } = told;
  const { portal_id, estimate_id } = row;
  if (step.do === 'ask') {
    const question = (questions.at(-1)?.question ?? 0) + 1;
    const asked = { asked_by: userId, asked_at: at, text: step.text };
    await insertQuestion(tx, { portal_id, estimate_id, question, ...asked });
  }
  if (step.do === 'answer') {
    const answer = { answer: step.text, answered_by: userId, answered_at: at };
    await answerQuestion(tx, { portal_id, estimate_id, question: step.question }, answer);
  }
  await changeEstimate(tx, row, {
    ...(await columnsOf(tx, row, told)),
    state: next.state,
    for_client: next.forClient ? 1 : 0,
    approved_seconds: next.approvedSeconds,
    ...(next.state === row.state ? {} : { state_since: at }),
    revision: row.revision + 1,
    updated_at: at,
  });
}

async function columnsOf(tx: Tx, row: EstimateRow, { step, userId, at, link }: Told) {
  switch (step.do) {
    case 'give':
      return {
        optimistic_seconds: step.points.optimisticSeconds,
        likely_seconds: step.points.likelySeconds,
        pessimistic_seconds: step.points.pessimisticSeconds,
        ...{ given_by: userId, given_at: at, given_note: step.note ?? '' },
        work_type: await readWorkTypeOf(tx, row, at),
      };
    case 'approve':
      return { approved_by: userId, approved_at: at };
    case 'agree':
      return { agreed_by: userId, agreed_at: at, agreed_link: link };
    case 'return':
      return { optimistic_seconds: null, likely_seconds: null, pessimistic_seconds: null };
    case 'decline':
      return { ended_reason: step.reason, ended_by: userId };
    case 'withdraw':
      return { ended_by: userId };
    default:
      return {};
  }
}

async function tellStep(
  tx: Tx,
  ground: Pick<Ground, 'clock' | 'config'>,
  visitor: Visitor,
  said: {
    row: EstimateRow;
    questions: readonly QuestionRow[];
    step: EstimateStep['step'];
    next: EstimateNow;
  },
): Promise<void> {
  const { row, questions, step, next } = said;
  const { portalId, userId, name: who } = visitor;
  const teller = await tellerOf(tx, portalId);
  if (!teller) return;
  const asked = step.do === 'answer' ? questions.find((one) => one.question === step.question) : undefined;
  const stepped = { row, step, next, who, question: asked?.text ?? null };
  const clientId = row.client_id ?? 0;
  const key = `estimate:${row.estimate_id}:${row.revision + 1}`;
  const text = commentOf(teller, stepped);
  if (text !== null) await comment(tx, ground, { portalId, clientId, taskId: row.task_id }, { key, text });
  const notice = noticeOf(teller, stepped);
  if (!notice) return;
  const people = {
    managers: () => managersBut(tx, { portalId, clientId }, userId),
    performer: () => [row.performer_id],
    requester: () => [row.requested_by],
  };
  const userIds = (await people[notice.to]()).filter((one) => one !== userId);
  const head = await readTitle(tx, portalId, row.task_id);
  const notified = { key: `${key}:notice`, clientId, taskId: row.task_id, userIds, head };
  await notify(tx, ground, teller, { ...notified, text: notice.text });
}

/** The approved hours become the task's planned time: by the person's own call, else through the outbox. */
async function planTask(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  { row, next, isPlanned }: { row: EstimateRow; next: EstimateNow; isPlanned: boolean },
): Promise<void> {
  const { portal_id: portalId, task_id: taskId } = row;
  const seconds = next.approvedSeconds;
  if (seconds === null) throw badInput('ESTIMATE_NOT_GIVEN', 'There is nothing to plan');
  if (isPlanned) {
    await acceptFact(tx, ground.clock, {
      portalId,
      subject: 'task',
      subjectId: String(taskId),
      name: 'PLANNED',
    });
    return;
  }
  await enqueuePost(tx, ground, {
    ...{ portalId, clientId: row.client_id ?? 0, kind: 'planned-time' },
    ...{ key: `estimate:${row.estimate_id}:planned`, payload: { taskId, seconds } },
  });
}
