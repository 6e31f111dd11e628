import { type Column, hasTag, type Waiting, withoutTag, withTag } from './columns.js';

/** One call on the platform: a status method, or what `tasks.task.delegate` and `tasks.task.update` take. */
export type Step =
  | { do: 'start' | 'pause' | 'defer' | 'complete' | 'approve' | 'disapprove' | 'renew' }
  | { do: 'delegate'; userId: number }
  | { do: 'update'; tags?: string[]; taskControl?: true };

/** The task as the acting person's own token has just shown it. */
export interface TaskNow {
  status: number;
  tags: readonly string[];
  responsibleId: number;
  createdBy: number;
  /** TASK_CONTROL: who made the task approves its result. */
  taskControl: boolean;
  /** What the platform says this person may do; absent = it did not say. */
  mayEdit: boolean;
  mayDisapprove: boolean;
}

export interface Actor {
  userId: number;
  isAdmin: boolean;
}

export type Plan =
  { steps: Step[] } | { refusal: 'own-task' | 'no-approver' | 'may-not-edit' | 'gives-away-rights' };

/**
 * The platform's steps that bring a task into a column and to a person, in an order in which the first refusal is met
 * as early as can be. Preconditions by status: start from 2; pause from 3; defer from 2; complete from 2, 3, 6;
 * approve and disapprove from 4; renew from 4, 5, 6; delegate unless closed, and it always leads to 2.
 */
export function planMove(
  task: TaskNow,
  to: { column: Column; userId: number },
  actor: Actor,
  waiting: Waiting,
): Plan {
  const refusal = refusalOf(task, to, actor);
  if (refusal) return { refusal };
  const steps = updates(task, to, waiting);
  let { status } = task;
  if (to.userId !== task.responsibleId) {
    if (status === 5) steps.push({ do: 'renew' });
    steps.push({ do: 'delegate', userId: to.userId });
    status = 2;
  }
  return {
    steps: [
      ...steps,
      ...statusSteps({ ...task, status, responsibleId: to.userId }, to.column, actor, waiting),
    ],
  };
}

/** What the platform would not do whatever was tried: told before anything is changed. */
function refusalOf(
  task: TaskNow,
  to: { column: Column; userId: number },
  actor: Actor,
): 'own-task' | 'no-approver' | 'may-not-edit' | 'gives-away-rights' | null {
  const isOther = to.userId !== task.responsibleId;
  // A performer who passes a task on becomes an observer of it, and observers change no status.
  if (isOther && to.column !== 'todo' && !task.mayEdit && to.userId !== actor.userId)
    return 'gives-away-rights';
  if (to.column !== 'review' || (task.status === 4 && !isOther)) return null;
  if (task.createdBy === to.userId) return 'no-approver';
  if (task.createdBy === actor.userId) return 'own-task';
  return task.taskControl || task.mayEdit ? null : 'may-not-edit';
}

/** Everything that is no status goes first, in one call: if that is refused, nothing has changed yet. */
function updates(task: TaskNow, to: { column: Column; userId: number }, { by, tag }: Waiting): Step[] {
  const { column } = to;
  // Passed on, a task becomes pending, whatever it was.
  const staysAs = (status: number) => task.status === status && to.userId === task.responsibleId;
  const update: { tags?: string[]; taskControl?: true } = {};
  const isTagged = by === 'tag' && hasTag(task.tags, tag);
  if (by === 'tag' && column === 'waiting' && !isTagged && !staysAs(6)) update.tags = withTag(task.tags, tag);
  // On closed tasks and those awaiting control the tag says nothing: it goes where that is allowed.
  const mustGo = column === 'todo' || column === 'doing';
  if (isTagged && (mustGo || (column !== 'waiting' && task.mayEdit)))
    update.tags = withoutTag(task.tags, tag);
  if (column === 'review' && !task.taskControl && !staysAs(4)) update.taskControl = true;
  return Object.keys(update).length > 0 ? [{ do: 'update', ...update }] : [];
}

function statusSteps(task: TaskNow, column: Column, actor: Actor, waiting: Waiting): Step[] {
  const { status } = task;
  if (column === 'done') return doneSteps(task, actor);
  if (column === 'review') {
    if (status === 4) return [];
    return [...(status === 5 || status === 6 ? reopen(task, actor) : []), { do: 'complete' }];
  }
  if (column === 'waiting' && (status === 6 || (waiting.by === 'tag' && status < 4))) return [];
  if (column === 'doing' && status === 3) return [];
  const before: Step[] = status === 3 ? [{ do: 'pause' }] : status > 3 ? reopen(task, actor) : [];
  if (column === 'doing') return [...before, { do: 'start' }];
  return column === 'waiting' && waiting.by === 'status' ? [...before, { do: 'defer' }] : before;
}

/** Under control the result of `complete` is 4; from there only whoever made the task, a superior or an administrator. */
function doneSteps(task: TaskNow, actor: Actor): Step[] {
  if (task.status === 5) return [];
  if (task.status === 4) return [{ do: 'approve' }];
  const isControlled = needsApproval(task, actor);
  return [
    ...(isControlled && task.status === 6 ? reopen(task, actor) : []),
    { do: 'complete' },
    ...(isControlled && actor.isAdmin ? [{ do: 'approve' as const }] : []),
  ];
}

/** `complete` gives 4 to everyone but the creator, administrators included. */
export function needsApproval(task: TaskNow, actor: Actor): boolean {
  return task.taskControl && task.createdBy !== actor.userId && task.createdBy !== task.responsibleId;
}

/** Back to 2 from 4, 5 or 6; a result that awaits control is sent back, or taken back by its performer. */
function reopen(task: TaskNow, actor: Actor): Step[] {
  const sendsBack = task.mayDisapprove || actor.isAdmin || task.createdBy === actor.userId;
  return [{ do: task.status === 4 && sendsBack ? 'disapprove' : 'renew' }];
}
