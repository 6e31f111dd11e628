import { explainUnplanned } from './explain-unplanned.js';
import type { Objective, PersonLoad, Plan, PlannedTask, PlanPart } from './plan-model.js';
import type { Problem } from './plan-problem.js';
import { isPlaced, moveOf, type PlanState, taskAt } from './plan-state.js';
import { reserveOn } from './reserve-on.js';
import { delayLoss, lateLoss, WHOLE } from './weights.js';

/** The finished plan, with the reason of everything that is not in it. */
export function planOfState(problem: Problem, state: PlanState): Plan {
  const places = problem.tasks.map((_, at) => at).sort((a, b) => idOf(problem, a) - idOf(problem, b));
  return {
    planned: places.filter((at) => isPlaced(state, at)).map((at) => plannedTask(problem, state, at)),
    unplanned: places.filter((at) => !isPlaced(state, at)).map((at) => explainUnplanned(problem, state, at)),
    objective: objectiveOf(problem, state),
    load: loadOf(problem, state),
  };
}

export function idOf(problem: Problem, at: number): number {
  return taskAt(problem, at).task.taskId;
}

/** All parts of a plan: what is kept, published, and started from. */
export function partsOf({ planned }: Pick<Plan, 'planned'>): PlanPart[] {
  return planned.flatMap(({ parts }) => parts);
}

function plannedTask(problem: Problem, state: PlanState, at: number): PlannedTask {
  const { task } = taskAt(problem, at);
  const { days, people } = problem.input;
  const userId = people[state.person[at] ?? -1]?.userId ?? 0;
  const lies = state.parts[at];
  const parts = (lies?.days ?? []).map((day, index) => ({
    ...{ taskId: task.taskId, userId },
    ...{ day: days[day] ?? '', seconds: lies?.seconds[index] ?? 0 },
  }));
  return {
    ...{ taskId: task.taskId, userId, parts },
    startDay: parts[0]?.day ?? '',
    finishDay: parts.at(-1)?.day ?? '',
    lateDays: lateDaysOf(problem, state, at),
  };
}

function lateDaysOf(problem: Problem, state: PlanState, at: number): number {
  return Math.max(0, (state.finish[at] ?? 0) - taskAt(problem, at).due);
}

/** The objective by its parts, reckoned anew from where each task lies. */
function objectiveOf(problem: Problem, state: PlanState): Objective {
  const sum: Objective = { total: 0, work: 0, late: 0, delay: 0, fit: 0, moves: 0 };
  problem.tasks.forEach((task, at) => {
    if (!isPlaced(state, at)) return;
    const points = task.seconds * task.weight;
    const finish = state.finish[at] ?? 0;
    const choice = task.people.indexOf(state.person[at] ?? -1);
    sum.work += points * WHOLE;
    sum.late -= points * lateLoss(finish - task.due);
    sum.delay -= points * delayLoss(task.level, finish);
    sum.fit -= points * (task.fit[choice] ?? 0);
    sum.moves -= points * moveOf(task, choice, finish);
  });
  sum.total = sum.work + sum.late + sum.delay + sum.fit + sum.moves;
  return sum;
}

function loadOf(problem: Problem, state: PlanState): PersonLoad[] {
  const { dayCount, input } = problem;
  return input.people.map(({ userId }, person) => {
    const spots = input.days.map((_, day) => person * dayCount + day);
    return {
      userId,
      plannedSeconds: spots.map((spot) => state.load[spot] ?? 0),
      reserveLeftSeconds: spots.map((spot) => reserveOn(problem, state, spot)),
    };
  });
}
