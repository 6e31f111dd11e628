import type { Day } from '../../base/days.js';
import { adoptPlan } from './adopt-plan.js';
import { fill, roomOn } from './find-room.js';
import type { Plan, PlanInput } from './plan-model.js';
import { partsOf } from './plan-of-state.js';
import { problemOf, type Problem, skillOf } from './plan-problem.js';
import { type PlanState, taskAt } from './plan-state.js';

/** Somebody who could do a task, and why. Reasons come with the figures behind them, the strongest first. */
export interface Suggestion {
  userId: number;
  /** 0–1000: the weighted sum of the reasons. */
  score: number;
  reasons: SuggestionReason[];
  /** When it would be done if it were put there now and nothing else moved; null = no room in the plan. */
  finishDay: Day | null;
  inTime: boolean;
}

export type SuggestionReason =
  /** Skill for the work type, learned or set. */
  | { reason: 'skill'; permille: number }
  /** How well the client is known. */
  | { reason: 'knows-client'; permille: number }
  /** Free seconds before the deadline (without one: in the plan), and whether they are enough. */
  | { reason: 'free-time'; permille: number; seconds: number; isEnough: boolean }
  /** Tasks in work against the limit. */
  | { reason: 'wip'; permille: number; wip: number; limit: number | null };

const WEIGHT = { skill: 450, 'knows-client': 200, 'free-time': 250, wip: 100 } as const;
/** Without a limit, so many tasks in work count as too many. */
const MUCH_WIP = 5;
const UNSIZED_SECONDS = 3_600;

/** All who may do the task, best first. A task without an estimate, or whose estimate is used up, is judged as an hour of work. */
export function suggestPerformer(
  input: PlanInput,
  standing: Pick<Plan, 'planned'>,
  taskId: number,
): Suggestion[] {
  const tasks = input.tasks.map((task) =>
    task.taskId === taskId
      ? {
          ...{ ...task, fixedUserId: null, startedByUserId: null, pinned: [] },
          remainingSeconds: (task.remainingSeconds ?? 0) > 0 ? task.remainingSeconds : UNSIZED_SECONDS,
        }
      : task,
  );
  const problem = problemOf({ ...input, tasks });
  const at = problem.taskOf.get(taskId);
  if (at === undefined) throw new RangeError(`Task ${String(taskId)} is not in the input`);
  const parts = partsOf(standing).filter((part) => part.taskId !== taskId);
  const state = adoptPlan(problem, parts, { isOpen: (other) => other === at, onlyStanding: true });
  const found = taskAt(problem, at).people.map((person) => suggest(problem, state, at, person));
  return found.sort((a, b) => b.score - a.score || a.userId - b.userId);
}

function suggest(problem: Problem, state: PlanState, at: number, person: number): Suggestion {
  const { task, due } = taskAt(problem, at);
  const facts = problem.input.people[person];
  const finish = fill(problem, state, at, person)?.days.at(-1) ?? null;
  const reasons = facts ? reasonsFor(problem, state, { at, person, facts }) : [];
  reasons.sort((a, b) => points(b) - points(a));
  return {
    userId: facts?.userId ?? 0,
    score: Math.round(reasons.reduce((sum, reason) => sum + points(reason), 0)),
    reasons,
    finishDay: finish === null ? null : (problem.input.days[finish] ?? null),
    inTime: finish !== null && (task.deadline === null || finish <= due),
  };
}

function points({ reason, permille }: SuggestionReason): number {
  return (permille * WEIGHT[reason]) / 1000;
}

interface Asked {
  at: number;
  person: number;
  facts: PlanInput['people'][number];
}

function reasonsFor(problem: Problem, state: PlanState, { at, person, facts }: Asked): SuggestionReason[] {
  const { task, seconds: wanted, level, due, ready } = taskAt(problem, at);
  let seconds = 0;
  for (let day = ready; day < problem.dayCount && day <= due; day += 1) {
    seconds += Math.max(0, roomOn(problem, state, level, person * problem.dayCount + day));
  }
  const isEnough = seconds >= wanted;
  const limit = facts.wipLimit ?? MUCH_WIP;
  const skill = skillOf(facts, task);
  const knows = task.clientId === null ? 0 : (facts.clientPermille[task.clientId] ?? 0);
  return [
    { reason: 'skill', permille: skill },
    { reason: 'knows-client', permille: knows },
    // Twice the time it takes is as good as any more.
    {
      reason: 'free-time',
      permille: Math.min(1000, Math.round((500 * seconds) / Math.max(1, wanted))),
      seconds,
      isEnough,
    },
    {
      ...{ reason: 'wip', wip: facts.wip, limit: facts.wipLimit },
      permille: Math.max(0, Math.round(1000 * (1 - facts.wip / Math.max(1, limit)))),
    },
  ];
}
