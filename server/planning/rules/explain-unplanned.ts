import { timeFor } from './blocked-reason.js';
import { readyDay, roomOn } from './find-room.js';
import type { UnplannedReason, UnplannedTask } from './plan-model.js';
import type { Problem, ProblemTask } from './plan-problem.js';
import { isPlaced, type PlanState, taskAt } from './plan-state.js';

/** Why a task is not in this plan: first what no plan could change, then what others took. */
export function explainUnplanned(problem: Problem, state: PlanState, at: number): UnplannedTask {
  const task = taskAt(problem, at);
  const waits = task.before.find((before) => !isPlaced(state, before));
  const answer = (reason: UnplannedReason, missing = 0, after = waits): UnplannedTask => ({
    ...{ taskId: task.task.taskId, reason, missingSeconds: Math.max(0, missing) },
    afterTaskId: after === undefined ? null : taskAt(problem, after).task.taskId,
    nearestUserId: nearest(problem, state, at)?.userId ?? null,
  });
  if (task.blocked) return answer(task.blocked, missingWhenBlocked(problem, task), undefined);
  if (waits !== undefined) return answer('after-dependency');
  if (isShortOfHours(problem, state, task)) {
    return answer('client-hours-taken', task.task.clientSeconds - hoursLeft(problem, state, task));
  }
  if (task.pinned) return answer('pin-impossible', 0, lastOf(state, task));
  if (isTooLate(problem, state, at)) return answer('dependency-late', 0, lastOf(state, task));
  return answer('no-capacity', task.seconds - (nearest(problem, state, at)?.room ?? 0));
}

function missingWhenBlocked(problem: Problem, task: ProblemTask): number {
  if (task.blocked === 'client-out-of-hours') {
    return task.task.clientSeconds - (problem.clientLimit[task.client] ?? 0);
  }
  if (task.blocked !== 'too-long') return 0;
  return task.seconds - Math.max(...task.people.map((person) => timeFor(problem, task, person)));
}

function hoursLeft(problem: Problem, state: PlanState, { client }: ProblemTask): number {
  return client < 0 ? Infinity : (problem.clientLimit[client] ?? Infinity) - (state.clientUsed[client] ?? 0);
}

function isShortOfHours(problem: Problem, state: PlanState, task: ProblemTask): boolean {
  return task.task.clientSeconds > hoursLeft(problem, state, task);
}

/** Would it find no room after what it waits for, even if its people had nothing else? */
function isTooLate(problem: Problem, state: PlanState, at: number): boolean {
  const task = taskAt(problem, at);
  if (task.before.length === 0) return false;
  return task.people.every((person) => {
    const ready = readyDay(problem, state, at, person) ?? problem.dayCount;
    return timeFor(problem, { ...task, ready }, person) < task.seconds;
  });
}

/** Of those it waits for, the one that ends last. */
function lastOf(state: PlanState, { before }: ProblemTask): number | undefined {
  return [...before].sort((a, b) => (state.finish[b] ?? 0) - (state.finish[a] ?? 0))[0];
}

/** Who has the most room for it. */
function nearest(problem: Problem, state: PlanState, at: number): { userId: number; room: number } | null {
  const task = taskAt(problem, at);
  let best: { userId: number; room: number } | null = null;
  for (const person of task.people) {
    const ready = readyDay(problem, state, at, person) ?? task.ready;
    let room = 0;
    for (let day = ready; day < problem.dayCount; day += 1) {
      room += Math.max(0, roomOn(problem, state, task.level, person * problem.dayCount + day));
    }
    if (best === null || room > best.room) best = { userId: problem.input.people[person]?.userId ?? 0, room };
  }
  return best;
}
