import { diffPlans } from './diff-plans.js';
import { makePlan } from './make-plan.js';
import type { Plan, PlanInput, PlanPart, TaskMove, UnplannedTask } from './plan-model.js';
import { partsOf } from './plan-of-state.js';

/** What a manager does by hand. */
export type PlanChange =
  /** Puts a task there: the parts stay as they are. All of one person; fewer seconds than the task: the rest goes around them. */
  | { kind: 'put'; taskId: number; parts: Omit<PlanPart, 'taskId'>[] }
  /** Takes hands off a task: it may go anywhere again. */
  | { kind: 'free'; taskId: number }
  /** Takes a task out of the plan, and what was put by hand with it. */
  | { kind: 'leave-out'; taskId: number };

/** What would follow, for showing while the card is still in the hand. */
export interface Effect {
  /** The plan after the change; others moved only as far as they must. */
  plan: Plan;
  /** The input after the change: with it the plan can be refined or accepted. */
  input: PlanInput;
  /** All that moves, the task itself included. */
  moves: TaskMove[];
  /** People's days whose planned seconds or reserve change. */
  capacity: DayEffect[];
  /** Clients whose hours left after the plan change; null = not limited. */
  clients: { clientId: number; leftBefore: number | null; leftAfter: number | null }[];
  /** Tasks that miss their deadline now and did not before; and the other way round. */
  newlyLate: number[];
  newlyInTime: number[];
  /** What falls out of the plan, with reasons. A refused change is here with its own task. */
  dropped: UnplannedTask[];
  /** Change of the objective in points. */
  points: number;
}

export interface DayEffect {
  userId: number;
  day: string;
  plannedBefore: number;
  plannedAfter: number;
  reserveBefore: number;
  reserveAfter: number;
}

/** What a change by hand does to capacity, reserve, clients' hours and deadlines. */
export function effectOf(input: PlanInput, standing: Plan, change: PlanChange): Effect {
  const changed = withChange(input, change);
  const before = partsOf(standing);
  const kept = before.filter(({ taskId }) => taskId !== change.taskId);
  const start = change.kind === 'free' ? before : kept;
  return effectBetween(changed, standing, makePlan(changed, start));
}

/** The same for two plans that are there already. */
export function effectBetween(input: PlanInput, before: Plan, after: Plan): Effect {
  const wasPlanned = new Set(before.planned.map(({ taskId }) => taskId));
  const wasLate = lateIn(before);
  const isLate = lateIn(after);
  const isPlanned = new Set(after.planned.map(({ taskId }) => taskId));
  return {
    ...{ plan: after, input },
    moves: diffPlans(partsOf(before), partsOf(after)),
    capacity: capacityEffects(input, before, after),
    clients: clientEffects(input, before, after),
    newlyLate: [...isLate].filter((taskId) => !wasLate.has(taskId)),
    newlyInTime: [...wasLate].filter((taskId) => isPlanned.has(taskId) && !isLate.has(taskId)),
    dropped: after.unplanned.filter(({ taskId }) => wasPlanned.has(taskId)),
    points: after.objective.total - before.objective.total,
  };
}

export function withChange(input: PlanInput, change: PlanChange): PlanInput {
  const tasks = input.tasks.flatMap((task) => {
    if (task.taskId !== change.taskId) return [task];
    if (change.kind === 'leave-out') return [];
    const pinned =
      change.kind === 'free' ? [] : change.parts.map((part) => ({ ...part, taskId: task.taskId }));
    return [{ ...task, pinned }];
  });
  return { ...input, tasks };
}

function lateIn({ planned }: Plan): Set<number> {
  return new Set(planned.filter(({ lateDays }) => lateDays > 0).map(({ taskId }) => taskId));
}

function capacityEffects({ days }: PlanInput, before: Plan, after: Plan): DayEffect[] {
  const old = new Map(before.load.map((load) => [load.userId, load]));
  return after.load.flatMap((load) =>
    days.flatMap((day, index) => {
      const was = old.get(load.userId);
      const effect = {
        ...{ userId: load.userId, day },
        plannedBefore: was?.plannedSeconds[index] ?? 0,
        plannedAfter: load.plannedSeconds[index] ?? 0,
        reserveBefore: was?.reserveLeftSeconds[index] ?? 0,
        reserveAfter: load.reserveLeftSeconds[index] ?? 0,
      };
      const isSame =
        effect.plannedBefore === effect.plannedAfter && effect.reserveBefore === effect.reserveAfter;
      return isSame ? [] : [effect];
    }),
  );
}

function clientEffects(input: PlanInput, before: Plan, after: Plan): Effect['clients'] {
  const [old, fresh] = [usedBy(input, before), usedBy(input, after)];
  return input.clients.flatMap(({ clientId, remainingSeconds }) => {
    const [was, is] = [old.get(clientId) ?? 0, fresh.get(clientId) ?? 0];
    if (was === is) return [];
    const left = (used: number): number | null =>
      remainingSeconds === null ? null : remainingSeconds - used;
    return [{ clientId, leftBefore: left(was), leftAfter: left(is) }];
  });
}

/** Seconds that a plan takes of each client's hours. */
export function usedBy({ tasks }: PlanInput, { planned }: Pick<Plan, 'planned'>): Map<number, number> {
  const byId = new Map(tasks.map((task) => [task.taskId, task]));
  const used = new Map<number, number>();
  for (const { taskId } of planned) {
    const task = byId.get(taskId);
    if (!task || task.clientId === null) continue;
    used.set(task.clientId, (used.get(task.clientId) ?? 0) + task.clientSeconds);
  }
  return used;
}
