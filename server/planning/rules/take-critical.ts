import { diffPlans, toldMoves } from './diff-plans.js';
import { makePlan } from './make-plan.js';
import type { Plan, PlanInput, PlannedTask, TaskMove, UnplannedTask } from './plan-model.js';
import { partsOf } from './plan-of-state.js';

/** A critical task starts at once: who does it, what gives way, and where that goes. For showing before anybody accepts. */
export interface CriticalOffer {
  taskId: number;
  /** Null = it cannot be planned at all; `reason` says why. */
  planned: PlannedTask | null;
  reason: UnplannedTask | null;
  /** Work that its performer lays down on the first day: what is moved from it or shortened on it. */
  laidDown: number[];
  /** Everything that gets another person or last day, or falls out: old and new dates. The task itself is not among them. */
  pushedAside: TaskMove[];
  /** Of these, the ones that miss their deadline now and did not before. */
  newlyLate: number[];
  /** Of these, the ones that find no room in the plan any more. */
  dropped: UnplannedTask[];
  /** Parts put by hand that gave way. */
  unpinned: number[];
  plan: Plan;
  /** With it the plan can be refined or accepted. */
  input: PlanInput;
}

export interface CriticalWish {
  taskId: number;
  /** The manager's choice; without it, whoever ends it soonest and drops least. */
  userId?: number;
}

/** Moves at most what it must: all that still has its place keeps it. */
export function takeCritical(input: PlanInput, standing: Plan, wish: CriticalWish): CriticalOffer {
  const before = partsOf(standing).filter(({ taskId }) => taskId !== wish.taskId);
  const asked = asCritical({ ...input, published: before }, wish);
  const plan = makePlan(asked, before);
  const planned = plan.planned.find(({ taskId }) => taskId === wish.taskId) ?? null;
  const moves = toldMoves(diffPlans(before, partsOf(plan))).filter((move) => isPushed(move, wish));
  const moved = new Set(moves.map(({ taskId }) => taskId));
  const wasLate = new Set(late(standing));
  const kept = keepPins(input, asked, moved);
  return {
    taskId: wish.taskId,
    planned,
    reason: plan.unplanned.find(({ taskId }) => taskId === wish.taskId) ?? null,
    laidDown: planned ? laidDown(standing, plan, planned) : [],
    pushedAside: moves,
    newlyLate: late(plan).filter((taskId) => moved.has(taskId) && !wasLate.has(taskId)),
    dropped: plan.unplanned.filter(({ taskId }) => moved.has(taskId)),
    unpinned: input.tasks
      .filter(({ taskId, pinned }) => pinned.length > 0 && moved.has(taskId))
      .map(({ taskId }) => taskId),
    ...{ plan, input: { ...kept, published: input.published } },
  };
}

/** What found a place because others moved is no victim. */
function isPushed({ taskId, kind }: TaskMove, wish: CriticalWish): boolean {
  return taskId !== wish.taskId && kind !== 'added';
}

/** What was put by hand may give way now; as standing and published work it moves only where it must. */
function asCritical(input: PlanInput, { taskId, userId }: CriticalWish): PlanInput {
  const tasks = input.tasks.map((task) =>
    task.taskId === taskId
      ? {
          ...task,
          urgency: 'critical' as const,
          pinned: [],
          ...(userId !== undefined && { fixedUserId: userId }),
        }
      : { ...task, pinned: [] },
  );
  return { ...input, tasks };
}

function keepPins(input: PlanInput, asked: PlanInput, moved: ReadonlySet<number>): PlanInput {
  const pins = new Map(input.tasks.map(({ taskId, pinned }) => [taskId, pinned]));
  const tasks = asked.tasks.map((task) =>
    moved.has(task.taskId) || task.urgency === 'critical'
      ? task
      : { ...task, pinned: pins.get(task.taskId) ?? [] },
  );
  return { ...asked, tasks };
}

function late({ planned }: Plan): number[] {
  return planned.filter(({ lateDays }) => lateDays > 0).map(({ taskId }) => taskId);
}

function laidDown(standing: Plan, plan: Plan, { userId, startDay, taskId }: PlannedTask): number[] {
  const [was, is] = [secondsOn(standing, userId, startDay), secondsOn(plan, userId, startDay)];
  return [...was].filter(([id, seconds]) => id !== taskId && (is.get(id) ?? 0) < seconds).map(([id]) => id);
}

function secondsOn({ planned }: Plan, userId: number, day: string): Map<number, number> {
  const parts = planned
    .flatMap((task) => task.parts)
    .filter((part) => part.userId === userId && part.day === day);
  return new Map(parts.map((part) => [part.taskId, part.seconds]));
}
