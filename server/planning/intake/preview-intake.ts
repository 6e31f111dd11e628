import type { Visitor } from '../../access/index.js';
import type { IntakePreview, PreviewIntake } from '../../api/index.js';
import type { DbOrTx } from '../../base/db/index.js';
import { notFound } from '../../base/errors.js';
import { shown } from '../publish-sprint.js';
import type { TaskMove } from '../rules/plan-model.js';
import { type IntakePlan, readIntakePlan } from './read-intake-plan.js';

/** Bitrix24: what people set when something presses. */
export const HIGH_PRIORITY = 2;

/** Who would do it and why, what it does to the reserve and to others, and every word that would be posted. Stores nothing. */
export async function previewIntake(
  db: DbOrTx,
  visitor: Visitor,
  of: { taskId: number; now: number; ask: PreviewIntake },
): Promise<IntakePreview> {
  const { kind, userId = null, seconds = null, mayExceedHours = false } = of.ask;
  const wanted = { portalId: visitor.portalId, taskId: of.taskId, now: of.now, kind, mayExceedHours };
  const plan = await readIntakePlan(db, { ...wanted, userId, seconds });
  if (!plan) throw notFound('Task');
  const { facts, task, taken, names } = plan;
  const client = facts.clients.get(task.clientId);
  return {
    ...{ taskId: task.taskId, title: task.title, clientName: client?.name ?? '', kind },
    ...{ weekOn: facts.weekOn, today: facts.today, seconds: plan.seconds },
    refusal: refusalOf(plan),
    candidates: (taken?.candidates ?? []).map((one) => ({ ...one, name: names.get(one.userId) ?? '' })),
    chosenUserId: taken?.chosen?.userId ?? null,
    pushed: (taken?.pushed ?? []).map((move) => pushedOf(plan, move)),
    reservePercent: facts.reservePercent,
    multiplierPermille: client?.terms.urgencies[kind] ?? 1000,
    clientLeftSeconds: taken?.clientLeftSeconds ?? null,
    raisesPriority: task.priority < HIGH_PRIORITY,
    posts: plan.posts.map(shown),
    seen: plan.seen,
  };
}

function refusalOf({ refusal, names }: IntakePlan): IntakePreview['refusal'] {
  if (!refusal) return null;
  const { reason, missingSeconds, nearestUserId } = refusal;
  const nearest = nearestUserId === null ? null : (names.get(nearestUserId) ?? null);
  return { reason, missingSeconds: Math.max(0, missingSeconds), nearest };
}

function pushedOf({ facts, taken }: IntakePlan, move: TaskMove): IntakePreview['pushed'][number] {
  const task = facts.tasks.find((one) => one.taskId === move.taskId);
  return {
    ...move,
    title: task?.title ?? '',
    clientName: facts.clients.get(task?.clientId ?? 0)?.name ?? '',
    isNewlyLate: taken?.newlyLate.includes(move.taskId) ?? false,
  };
}
