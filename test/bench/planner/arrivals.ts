import { diffPlans, toldMoves } from '../../../server/planning/rules/diff-plans.js';
import { refinePlan } from '../../../server/planning/rules/make-plan.js';
import type { PlanInput, PlanTask } from '../../../server/planning/rules/plan-model.js';
import { partsOf } from '../../../server/planning/rules/plan-of-state.js';
import { takeCritical } from '../../../server/planning/rules/take-critical.js';
import { takeUrgent } from '../../../server/planning/rules/take-urgent.js';
import { makeWeek, type WeekSize } from './make-week.js';

export interface Arrival {
  /** Tasks of others that got another person or last day when one urgent task came and the plan was refined anew. */
  ours: number;
  /** When it was only put into the reserve. */
  offered: number;
  /** When one critical task came. */
  critical: number;
  /** When the week was planned from nothing, as a planner does that knows no published plan. */
  scratch: number;
}

/** One urgent task arrives in a published week: how many others have to hear of new dates? */
export function arrivals(size: WeekSize, weeks: number, iterations: number): Arrival[] {
  return Array.from({ length: weeks }, (_, index) => {
    const input = makeWeek(size, 1 + index);
    const standing = refinePlan(input, [], { seed: 1, iterations });
    const before = partsOf(standing);
    const grown: PlanInput = { ...input, published: before, tasks: [...input.tasks, newTask(input)] };
    const count = (after: ReturnType<typeof partsOf>): number =>
      toldMoves(diffPlans(before, after)).filter(({ taskId }) => taskId !== NEW).length;
    const offer = takeUrgent(grown, standing, NEW);
    const arrival = {
      ours: count(
        partsOf(refinePlan(grown, offer.plan ? partsOf(offer.plan) : before, { seed: 2, iterations })),
      ),
      offered: offer.plan ? count(partsOf(offer.plan)) : 0,
      critical: takeCritical(grown, standing, { taskId: NEW }).pushedAside.length,
      scratch: count(partsOf(refinePlan({ ...grown, published: [] }, [], { seed: 2, iterations }))),
    };
    console.log(
      `week ${String(1 + index)}, one urgent task more: ${String(arrival.offered)} others move when it goes into the reserve, ` +
        `${String(arrival.ours)} when the plan is refined then, ${String(arrival.scratch)} when planned from nothing; ` +
        `as a critical task it pushes ${String(arrival.critical)} aside`,
    );
    return arrival;
  });
}

const NEW = 9999;

function newTask({ tasks }: PlanInput): PlanTask {
  const like = tasks[0];
  if (!like) throw new Error('a week without tasks');
  return {
    ...like,
    ...{
      taskId: NEW,
      clientId: null,
      clientSeconds: 0,
      remainingSeconds: 4 * 3600,
      urgency: 'urgent',
      priority: 1,
    },
    ...{ earliestDay: null, deadline: null, dependsOn: [] },
  };
}
