import { recordAction, type Visitor } from '../../access/index.js';
import type { Tx } from '../../base/db/index.js';
import { conflict, notFound } from '../../base/errors.js';
import type { Ground } from '../../base/ground.js';
import { markKey, readWorkMarks } from '../../clients/index.js';
import { lockPortal, readPortal } from '../../portal/installs/index.js';
import { postStates, withdrawPosts } from '../../portal/outbox/index.js';
import { readEmployees } from '../people-view.js';
import { readWeekFacts, type WeekFacts } from '../read-week-facts.js';
import { placeOf } from '../rules/diff-plans.js';
import type { PlanPart, TaskMove } from '../rules/plan-model.js';
import { type PlanPatch, takeBack } from '../rules/plan-patch.js';
import { publishedOf, readSprint, type SprintRow } from '../sprint-store.js';
import { queuePosts, type SprintPost, type TellClient } from '../sprint-posts.js';
import { mark } from './accept-intake.js';
import { postsOfUndo } from './intake-posts.js';
import { changeIntake, type IntakeRow, plannedTimeKey, readIntake } from './intake-store.js';
import { publishAround } from './publish-intake.js';
import { noteUndone } from './tell-intake.js';

/** As long an intake can be taken back. */
export const UNDO_MS = 3_600_000;

export interface Undoing {
  intakeId: number;
  requestId: string;
  tellClient: TellClient;
}

/**
 * Takes an intake back within the hour: the published plan is what it was, to the second, the mark of urgency too. What
 * had not been posted is withdrawn; to what had been, a comment says that it no longer holds. Repeated with the same
 * requestId it changes nothing and answers null. Errors: INTAKE_UNDO_OVER, INTAKE_DECIDED, INTAKE_PLAN_CHANGED.
 */
export async function undoIntake(
  tx: Tx,
  ground: Pick<Ground, 'clock' | 'config'>,
  visitor: Visitor,
  wanted: Undoing,
): Promise<IntakeRow | null> {
  const { portalId, userId } = visitor;
  await lockPortal(tx, portalId);
  const intake = await readIntake(tx, portalId, wanted.intakeId, true);
  if (!intake) throw notFound('Intake');
  const { actionId, repeated } = await recordAction(tx, ground.clock, {
    ...{ portalId, userId, clientId: intake.client_id, what: 'undo-intake' },
    ...{ before: { taskId: intake.task_id, kind: intake.kind }, cause: `undo-intake:${wanted.requestId}` },
  });
  if (repeated) return null;
  const now = ground.clock.now();
  requireOpen(intake, now);
  const week = await readBack(tx, intake, now);
  await changeIntake(tx, intake, { state: 'undone', ended_by: userId, ended_at: now, updated_at: now });
  await restoreMark(tx, ground, visitor, { intake, requestId: wanted.requestId });
  const task = { taskId: intake.task_id, isPinned: false };
  await publishAround(tx, ground, { ...week, task, by: userId, actionId });
  await tellBack(tx, ground, visitor, { intake, facts: week.facts, patch: week.patch, wanted, actionId });
  return intake;
}

function requireOpen(intake: IntakeRow, now: number): void {
  if (intake.state !== 'accepted') throw conflict('INTAKE_DECIDED', 'It is not in force any more');
  if (now >= (intake.accepted_at ?? 0) + UNDO_MS) {
    throw conflict('INTAKE_UNDO_OVER', 'It can be taken back within an hour only');
  }
}

interface Back {
  facts: WeekFacts;
  row: SprintRow;
  patch: PlanPatch;
  parts: PlanPart[];
}

async function readBack(tx: Tx, intake: IntakeRow, now: number): Promise<Back> {
  const { portal_id: portalId } = intake;
  const weekOn = intake.week_on ?? '';
  const facts = await readWeekFacts(tx, { portalId, weekOn, now });
  const row = await readSprint(tx, { portalId, weekOn }, true);
  const patch = JSON.parse(intake.patch ?? '{"tasks":[]}') as PlanPatch;
  const days = new Map(
    facts.people.map(({ userId, days: all }) => [userId, new Map(all.map((one) => [one.day, one.seconds]))]),
  );
  const back = takeBack(
    publishedOf(row)?.parts ?? [],
    patch,
    (userId, day) => days.get(userId)?.get(day) ?? 0,
  );
  if (!row || row.closed_at !== null) throw conflict('WEEK_IS_OVER', 'The week is over');
  if ('moved' in back) {
    throw conflict('INTAKE_PLAN_CHANGED', 'The plan was changed since', { moved: back.moved.length });
  }
  return { facts, row, patch, parts: back.parts };
}

/** What somebody marked since stays. */
async function restoreMark(
  tx: Tx,
  ground: Pick<Ground, 'clock'>,
  visitor: Visitor,
  { intake, requestId }: { intake: IntakeRow; requestId: string },
): Promise<void> {
  const { portal_id: portalId, task_id: taskId, mark_before: before } = intake;
  const marked = (await readWorkMarks(tx, portalId, taskId)).get(markKey({ taskId, entryId: 0 }))?.urgency;
  if (marked?.value !== intake.kind) return;
  const urgency = before === 'normal' || before === 'urgent' || before === 'critical' ? before : null;
  await mark(tx, ground, visitor, { taskId, requestId, urgency });
}

async function tellBack(
  tx: Tx,
  ground: Pick<Ground, 'clock' | 'config'>,
  visitor: Visitor,
  of: { intake: IntakeRow; facts: WeekFacts; patch: PlanPatch; wanted: Undoing; actionId: string },
): Promise<void> {
  const { intake, facts, patch, wanted, actionId } = of;
  const { portalId } = visitor;
  const task = facts.tasks.find(({ taskId }) => taskId === intake.task_id);
  const base = `intake:${intake.intake_id}`;
  const keys = [...(JSON.parse(intake.posts ?? '[]') as string[]), plannedTimeKey(intake.intake_id)];
  const states = await postStates(tx, portalId, keys);
  const unsent = keys.filter((key) => states.get(key) === 'ready');
  await withdrawPosts(tx, { portalId, keys: unsent, actionId });
  if (!task) return;
  const employees = await readEmployees(tx, portalId);
  const posts = postsOfUndo(
    {
      ...{ facts, task, portalLanguage: (await readPortal(tx, portalId))?.language },
      names: new Map(employees.map(({ userId, name }) => [userId, name])),
      before: placeOf(patch.tasks.find(({ taskId }) => taskId === task.taskId)?.before ?? []),
      pushed: JSON.parse(intake.pushed ?? '[]') as TaskMove[],
    },
    `${base}:undo`,
  ).flatMap((post): SprintPost[] => {
    const afterKey = post.key.replace(`${base}:undo:`, `${base}:`);
    return unsent.includes(afterKey) ? [] : [{ ...post, afterKey }];
  });
  await queuePosts(tx, ground, { facts, tellClient: wanted.tellClient }, posts);
  await noteUndone(tx, ground, visitor, { intake, title: task.title });
}
