import type { AdviceReason, AdviceRow } from '../api/index.js';
import type { Outlook } from './foresee.js';
import type { WeekTask } from './read-week-facts.js';
import { planTaskOf } from './rules/plan-task-of.js';
import { suggestPerformer, type Suggestion } from './rules/suggest-performer.js';

/** Who could do a task, and what is known of it. */
export interface Advice {
  hasDeadline: boolean;
  isEstimated: boolean;
  people: AdviceRow[];
}

/** Everybody who may do an open task of a client, best first, with the reasons; null for any other task. */
export function advisePerformers(
  outlook: Outlook,
  { taskId, responsibleId }: { taskId: number; responsibleId: number },
): Advice | null {
  const { facts, input, planned } = outlook;
  const task = facts.tasks.find((one) => one.taskId === taskId);
  const terms = task && facts.clients.get(task.clientId)?.terms;
  if (!task || !terms) return null;
  const isAsked = input.tasks.some((one) => one.taskId === taskId);
  const tasks = isAsked ? input.tasks : [...input.tasks, planTaskOf(task, terms, undefined)];
  const found = suggestPerformer({ ...input, tasks }, { planned }, taskId);
  const names = new Map(facts.people.map(({ userId, name }) => [userId, name]));
  return {
    hasDeadline: task.deadline !== null,
    isEstimated: task.estimateSeconds > task.spentSeconds,
    people: found.map((one) => ({
      ...{ userId: one.userId, name: names.get(one.userId) ?? `#${String(one.userId)}`, score: one.score },
      isResponsible: one.userId === responsibleId,
      reasons: one.reasons.map((reason) => told(outlook, task, one, reason)),
      ...{ finishDay: one.finishDay, inTime: one.inTime },
    })),
  };
}

function told(
  { facts }: Outlook,
  { workType }: WeekTask,
  { userId }: Suggestion,
  reason: Suggestion['reasons'][number],
): AdviceReason {
  if (reason.reason !== 'skill') return reason;
  return { ...reason, workType, isSet: facts.setSkills.get(userId)?.[workType] !== undefined };
}
