import { recordAction, type Visitor } from '../../access/index.js';
import type { AcceptIntake } from '../../api/index.js';
import type { Tx } from '../../base/db/index.js';
import { conflict, notFound } from '../../base/errors.js';
import type { Ground } from '../../base/ground.js';
import { markKey, readWorkMarks } from '../../clients/index.js';
import { markWork, readClientsOfTask } from '../../ledger/index.js';
import { lockPortal } from '../../portal/installs/index.js';
import { enqueuePost } from '../../portal/outbox/index.js';
import { placeOf } from '../rules/diff-plans.js';
import type { SprintRow } from '../sprint-store.js';
import { queuePosts, type TellClient } from '../sprint-posts.js';
import { postsOfIntake } from './intake-posts.js';
import {
  changeIntake,
  freshIntake,
  insertIntake,
  type IntakeRow,
  nextIntakeId,
  plannedTimeKey,
} from './intake-store.js';
import { HIGH_PRIORITY } from './preview-intake.js';
import { publishAround } from './publish-intake.js';
import { type IntakePlan, readIntakePlan } from './read-intake-plan.js';
import type { PortalFields } from './set-in-portal.js';
import { notePerformer } from './tell-intake.js';

export type Accepting = AcceptIntake & { taskId: number; tellClient: TellClient };

export interface Accepted {
  intake: IntakeRow;
  /** What is to be set on the task in the portal, with the person's token. */
  fields: PortalFields;
  actionId: string;
}

/**
 * Takes a task into the published week as it was seen: the task is marked as urgent or critical (hours are billed by
 * that), the week is published anew, everybody concerned is told once. Repeated with the same requestId it changes nothing
 * and answers null. Who may was asked before. Errors: STALE, INTAKE_IMPOSSIBLE, NOT_FOUND.
 */
export async function acceptIntake(
  tx: Tx,
  ground: Pick<Ground, 'clock' | 'config'>,
  visitor: Visitor,
  wanted: Accepting,
): Promise<Accepted | null> {
  const { portalId, userId } = visitor;
  const { taskId, kind, requestId } = wanted;
  await lockPortal(tx, portalId);
  const { actionId, repeated } = await recordAction(tx, ground.clock, {
    ...{ portalId, userId, what: 'accept-intake', cause: `accept-intake:${requestId}` },
    after: { taskId, kind, userId: wanted.userId ?? null, seconds: wanted.seconds ?? null },
  });
  if (repeated) return null;
  const plan = await readIntakePlan(tx, {
    ...{ portalId, taskId, kind, now: ground.clock.now(), userId: wanted.userId ?? null },
    ...{ seconds: wanted.seconds ?? null, mayExceedHours: wanted.mayExceedHours ?? false },
  });
  if (!plan) throw notFound('Task');
  if (plan.refusal) {
    throw conflict('INTAKE_IMPOSSIBLE', 'The task cannot be taken in', { reason: plan.refusal.reason });
  }
  if (plan.seen !== wanted.seen || !plan.row)
    throw conflict('STALE', 'The plan is not the one that was seen');
  const row = await keepIntake(tx, ground, visitor, { plan, row: plan.row, wanted });
  await mark(tx, ground, visitor, { taskId, requestId, urgency: kind });
  await publish(tx, ground, { plan, row: plan.row, intake: row, actionId, by: userId });
  await tell(tx, ground, visitor, { plan, intake: row, wanted });
  const fields = {
    ...(row.priority === 'pending' && { PRIORITY: HIGH_PRIORITY }),
    ...(plan.newEstimate !== null && { TIME_ESTIMATE: plan.newEstimate }),
  };
  return { intake: row, fields, actionId };
}

async function keepIntake(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  visitor: Visitor,
  { plan, row, wanted }: { plan: IntakePlan; row: SprintRow; wanted: Accepting },
): Promise<IntakeRow> {
  const { portalId, userId } = visitor;
  const { task, taken } = plan;
  const now = ground.clock.now();
  const proposal = plan.standing.find(({ state }) => state === 'proposed');
  const marked = (await readWorkMarks(tx, portalId, task.taskId)).get(
    markKey({ taskId: task.taskId, entryId: 0 }),
  );
  const raises = task.priority < HIGH_PRIORITY && wanted.accessToken !== undefined;
  const chosen = taken?.chosen;
  if (!taken || !chosen) throw conflict('STALE', 'Nobody was chosen');
  const { reserveBefore, reserveAfter, teamReserveBefore, teamReserveAfter } = chosen;
  const set = {
    ...{ kind: wanted.kind, state: 'accepted' as const, week_on: row.week_on },
    ...{ user_id: chosen.userId, start_day: chosen.startDay, finish_day: chosen.finishDay },
    ...{ patch: JSON.stringify(taken.patch), pushed: JSON.stringify(taken.pushed) },
    reserve: JSON.stringify({ reserveBefore, reserveAfter, teamReserveBefore, teamReserveAfter }),
    ...{ accepted_by: userId, accepted_at: now, mark_before: marked?.urgency?.value ?? null },
    priority_before: task.priority,
    priority: raises ? ('pending' as const) : ('none' as const),
    updated_at: now,
  };
  if (proposal) {
    await changeIntake(tx, proposal, set);
    return { ...proposal, ...set };
  }
  const fresh: IntakeRow = {
    ...freshIntake,
    ...{ portal_id: portalId, intake_id: await nextIntakeId(tx, portalId), task_id: task.taskId },
    ...{
      client_id: task.clientId,
      source: 'hand',
      sign: null,
      note: '',
      proposed_by: userId,
      proposed_at: now,
    },
    ...set,
  };
  await insertIntake(tx, fresh);
  return fresh;
}

/** The task is as urgent as that for everybody who asks: planner, board, and the ledger's multiplier. */
export async function mark(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  visitor: Visitor,
  of: { taskId: number; requestId: string; urgency: 'normal' | 'urgent' | 'critical' | null },
): Promise<void> {
  const { taskId, requestId, urgency } = of;
  const clientIds = await readClientsOfTask(tx, visitor.portalId, taskId);
  await markWork(tx, ground, visitor, { taskId, entryId: 0, clientIds }, { requestId, urgency });
}

async function publish(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  of: { plan: IntakePlan; row: SprintRow; intake: IntakeRow; actionId: string; by: number },
): Promise<void> {
  const { plan, row, intake, actionId, by } = of;
  const parts = plan.taken?.after ?? [];
  const task = { taskId: intake.task_id, isPinned: true };
  await publishAround(tx, ground, { facts: plan.facts, row, parts, task, by, actionId });
}

async function tell(
  tx: Tx,
  ground: Pick<Ground, 'clock' | 'config'>,
  visitor: Visitor,
  of: { plan: IntakePlan; intake: IntakeRow; wanted: Accepting },
): Promise<void> {
  const { plan, intake, wanted } = of;
  const { facts, taken, newEstimate, task } = plan;
  if (!taken) return;
  const posts = postsOfIntake({ ...plan, kind: wanted.kind, taken }, `intake:${intake.intake_id}`);
  await queuePosts(tx, ground, { facts, tellClient: wanted.tellClient }, posts);
  const keys = posts.map(({ key }) => key);
  await changeIntake(tx, intake, { posts: JSON.stringify(keys), updated_at: ground.clock.now() });
  intake.posts = JSON.stringify(keys);
  const own = taken.after.filter(({ taskId }) => taskId === task.taskId);
  await notePerformer(tx, ground, visitor, { intake, title: task.title, place: placeOf(own) });
  if (newEstimate === null) return;
  await enqueuePost(tx, ground, {
    ...{ portalId: visitor.portalId, clientId: task.clientId, kind: 'planned-time' },
    ...{ key: plannedTimeKey(intake.intake_id), payload: { taskId: task.taskId, seconds: newEstimate } },
  });
}
