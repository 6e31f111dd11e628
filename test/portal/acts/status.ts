import type { Task, User } from '../world/model.js';
import type { World } from '../world/world.js';
import { canEditTask, isPerformer } from './access.js';

/** Status methods: from which status, by whom, to which. 2 pending, 3 in progress, 4 awaiting control, 5 completed, 6 deferred. */
export type StatusAction = 'start' | 'pause' | 'defer' | 'complete' | 'renew' | 'approve' | 'disapprove';

export const statusActions: readonly StatusAction[] = [
  'start',
  'pause',
  'defer',
  'complete',
  'renew',
  'approve',
  'disapprove',
];

/** The code of "action not allowed" differs by method. */
export const notAllowedCode: Record<StatusAction, string> = {
  start: '0',
  complete: '0',
  pause: '1048582',
  defer: '1048582',
  renew: '1048582',
  approve: '1048582',
  disapprove: '1048582',
};

function isBoss(user: User, task: Task): boolean {
  return user.admin || task.createdBy === user.id;
}

export function targetStatus(task: Task, user: User, action: StatusAction): number {
  const targets: Record<StatusAction, number> = {
    start: 3,
    pause: 2,
    defer: 6,
    complete: 5,
    renew: 2,
    approve: 5,
    disapprove: 2,
  };
  const underControl =
    task.taskControl && task.createdBy !== user.id && task.createdBy !== task.responsibleId;
  if (action === 'complete' && underControl && task.status !== 4 && task.status !== 5) return 4;
  return targets[action];
}

/** Preconditions by status and person; a call that changes nothing is never asked. */
export function mayChangeStatus(world: World, user: User, task: Task, action: StatusAction): boolean {
  const { status } = task;
  const isInvolved = isPerformer(user, task) || canEditTask(world, user, task);
  if (action === 'start') return isInvolved && (status === 1 || status === 2);
  if (action === 'pause') return isInvolved && status === 3;
  if (action === 'defer') return isInvolved && (status === 1 || status === 2);
  if (action === 'complete') return status === 4 ? isBoss(user, task) : isInvolved && status !== 5;
  if (action === 'approve' || action === 'disapprove') return status === 4 && isBoss(user, task);
  if (status === 4) return isPerformer(user, task) && task.createdBy !== user.id;
  return isInvolved && (status === 5 || status === 6);
}

export function mayDelegate(world: World, user: User, task: Task): boolean {
  return task.status !== 5 && (isPerformer(user, task) || canEditTask(world, user, task));
}
