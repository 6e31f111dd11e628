import type { Day } from '../../base/days.js';
import type { Terms } from '../../base/terms.js';
import type { PlanPart, PlanTask, Urgency } from './plan-model.js';

/** An open task as the mirror and the terms show it. */
export interface TaskFacts {
  taskId: number;
  clientId: number;
  status: number;
  priority: number;
  responsibleId: number;
  deadline: Day | null;
  estimateSeconds: number;
  spentSeconds: number;
  workType: string;
  urgency: string;
  /** Nothing of it is billed, whatever the type says. */
  isCourtesy: boolean;
  /** Who recorded the most time on it, of those who take part; null = nobody has begun. */
  startedBy: number | null;
  /** The three points its performer gave, and the hours that were approved of them; null = nobody asked. */
  sized: SizedTask | null;
}

export interface SizedTask {
  approvedSeconds: number;
  optimisticSeconds: number;
  likelySeconds: number;
  pessimisticSeconds: number;
}

/** Why a task does not even come before the planner; null = it does. */
export type HeldReason = 'waits-for-answer' | 'awaits-approval' | 'estimate-used-up' | 'taken-out';

/** What the manager decided about a task of the draft. */
export interface Wish {
  pinned: PlanPart[];
  isOut: boolean;
  mayExceedHours: boolean;
}

/** Bitrix24: 4 = done, awaits approval; 6 = put off, which here means that somebody's answer is awaited. */
export function heldReason(task: TaskFacts, wish: Wish | undefined): HeldReason | null {
  if (wish?.isOut) return 'taken-out';
  if (task.status === 6) return 'waits-for-answer';
  if (task.status === 4) return 'awaits-approval';
  return task.estimateSeconds > 0 && task.spentSeconds >= task.estimateSeconds ? 'estimate-used-up' : null;
}

export function planTaskOf(task: TaskFacts, terms: Terms, wish: Wish | undefined): PlanTask {
  const remainingSeconds =
    task.estimateSeconds > 0 ? Math.max(0, task.estimateSeconds - task.spentSeconds) : null;
  return {
    taskId: task.taskId,
    clientId: task.clientId,
    workType: task.workType,
    remainingSeconds,
    clientSeconds: billed(task, terms, remainingSeconds ?? 0),
    spread: spreadOf(task, remainingSeconds ?? 0),
    earliestDay: null,
    deadline: task.deadline,
    priority: task.priority === 2 ? 2 : task.priority === 0 ? 0 : 1,
    urgency: urgencyOf(task.urgency),
    fixedUserId: null,
    eligibleUserIds: null,
    // Whom the manager gave it to counts more than who began it.
    startedByUserId: wish?.pinned[0]?.userId ?? task.startedBy,
    responsibleUserId: task.responsibleId === 0 ? null : task.responsibleId,
    dependsOn: [],
    pinned: trimmed(wish?.pinned ?? [], remainingSeconds ?? 0),
    mayExceedHours: wish?.mayExceedHours ?? false,
  };
}

/** The three points in proportion to what is left; null where the planned time was changed since they were approved. */
function spreadOf({ sized, estimateSeconds }: TaskFacts, left: number): PlanTask['spread'] {
  if (sized === null || left === 0 || sized.approvedSeconds !== estimateSeconds) return null;
  const share = (seconds: number): number => Math.round((seconds * left) / sized.approvedSeconds);
  return {
    optimisticSeconds: share(sized.optimisticSeconds),
    likelySeconds: share(sized.likelySeconds),
    pessimisticSeconds: share(sized.pessimisticSeconds),
  };
}

function urgencyOf(urgency: string): Urgency {
  return urgency === 'critical' || urgency === 'urgent' ? urgency : 'plain';
}

/** What the work will take of the client's hours. */
function billed(task: TaskFacts, terms: Terms, seconds: number): number {
  const type = terms.workTypes[task.workType];
  if (task.isCourtesy || type?.billable === false) return 0;
  const factor = (type?.multiplierPermille ?? 1000) * (terms.urgencies[task.urgency] ?? 1000);
  return Math.round((seconds * factor) / 1_000_000);
}

/** Work that was done meanwhile makes the rest shorter: it ends earlier. */
export function trimmed(parts: readonly PlanPart[], seconds: number): PlanPart[] {
  let left = seconds;
  return [...parts]
    .sort((a, b) => (a.day < b.day ? -1 : 1))
    .flatMap((part) => {
      const kept = Math.min(part.seconds, left);
      left -= kept;
      return kept > 0 ? [{ ...part, seconds: kept }] : [];
    });
}
