import type { Visitor } from '../access/index.js';
import type { ClientPromises, PromiseView, TaskPromise } from '../api/index.js';
import type { DbOrTx } from '../base/db/index.js';
import type { TaskInReach } from '../ledger/index.js';
import type { Outlook } from './foresee.js';
import { readEmployees } from './people-view.js';
import type { WeekTask } from './read-week-facts.js';
import { planTaskOf } from './rules/plan-task-of.js';
import { usualSpread } from './rules/promise-dates.js';
import { readTasksByIds } from './tasks-view.js';

/** By when this task will be done, and what that was reckoned from. */
export async function showTaskPromise(
  db: DbOrTx,
  visitor: Visitor,
  of: { task: TaskInReach; outlook: Outlook },
): Promise<TaskPromise> {
  const { task, outlook } = of;
  const open = outlook.facts.tasks.find(({ taskId }) => taskId === task.taskId);
  if (!open) {
    const [known] = await readTasksByIds(db, visitor.portalId, [task.taskId]);
    const reason = known?.status === 5 ? ('closed' as const) : ('not-planned' as const);
    return { until: outlook.until, promise: { kind: 'unknown', reason }, basis: null };
  }
  const promise = viewOf(outlook, visitor, { task: open, names: await readNames(db, visitor.portalId) });
  const basis = promise.kind === 'promised' ? basisOf(outlook, visitor, open) : null;
  return { until: outlook.until, promise, basis };
}

/** The same for every open task of a client, by the day it will be done, then those of which nothing is known. */
export async function showClientPromises(
  db: DbOrTx,
  visitor: Visitor,
  of: { clientId: number; outlook: Outlook },
): Promise<ClientPromises> {
  const { clientId, outlook } = of;
  const names = await readNames(db, visitor.portalId);
  const tasks = outlook.facts.tasks
    .filter((task) => task.clientId === clientId)
    .map((task) => ({
      ...{ taskId: task.taskId, title: task.title },
      promise: viewOf(outlook, visitor, { task, names }),
    }));
  tasks.sort((a, b) => orderOf(a.promise).localeCompare(orderOf(b.promise)) || a.taskId - b.taskId);
  return { until: outlook.until, tasks };
}

function viewOf(
  { seen, hasPlan }: Outlook,
  { role }: Visitor,
  { task, names }: { task: WeekTask; names: ReadonlyMap<number, string> },
): PromiseView {
  const found = seen.get(task.taskId) ?? { kind: 'unknown' as const, reason: 'not-planned' as const };
  if (found.kind === 'unknown') return found;
  // Nothing is promised to a client that no manager has ever accepted.
  if (role === 'client' && !hasPlan) return { kind: 'unknown', reason: 'no-plan' };
  const { place, isPublished, on50, on90 } = found;
  return {
    ...{ kind: 'promised', performer: names.get(place.userId) ?? `#${String(place.userId)}` },
    ...{ startDay: place.startDay, finishDay: place.finishDay, isPublished, on50, on90 },
    deadline: task.deadline,
  };
}

function basisOf(outlook: Outlook, { role }: Visitor, task: WeekTask): TaskPromise['basis'] {
  const { facts, urgentWeeks, runs } = outlook;
  const client = facts.clients.get(task.clientId);
  const asked = client && planTaskOf(task, client.terms, undefined);
  const left = asked?.remainingSeconds ?? 0;
  const { optimisticSeconds, pessimisticSeconds } = asked?.spread ?? usualSpread(left);
  const isThreePoints = (asked?.spread ?? null) !== null;
  // What is left tells what was worked: a client learns of that from reports.
  const seconds =
    role === 'client'
      ? { leftSeconds: null, lowSeconds: null, highSeconds: null }
      : {
          leftSeconds: left,
          lowSeconds: Math.round(optimisticSeconds),
          highSeconds: Math.round(pessimisticSeconds),
        };
  return { ...seconds, isThreePoints, urgentWeeks, runs };
}

async function readNames(db: DbOrTx, portalId: string): Promise<Map<number, string>> {
  return new Map((await readEmployees(db, portalId)).map(({ userId, name }) => [userId, name]));
}

function orderOf(promise: PromiseView): string {
  if (promise.kind === 'unknown') return 'z';
  return promise.on50 ?? 'y';
}
