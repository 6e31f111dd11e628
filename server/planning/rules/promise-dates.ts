import type { Day } from '../../base/days.js';
import { seeded } from '../../base/seeded.js';
import type { Plan, PlanInput, PlanTask } from './plan-model.js';

/** The day by which a task is done in half, and in nine tenths of the imagined futures; null = after the last day of the plan. */
export interface PromisedDate {
  taskId: number;
  on50: Day | null;
  on90: Day | null;
}

export interface PromiseOptions {
  seed: number;
  /** Imagined futures; 400 tell days apart well enough. */
  runs: number;
  /** Shares of capacity that urgent work took in past weeks, permille; empty: the reserve is taken as spent. */
  urgentWeeks: readonly number[];
}

const DAYS_A_WEEK = 7;
/** What an estimate of one figure is worth, as most are: from a third less to three quarters more. */
const USUAL_SPREAD = { optimistic: 0.7, pessimistic: 1.75 };

/**
 * Plays the plan many times with other durations: each task takes a time drawn from its three points (beta-PERT), people
 * do their work in the planned order, nothing begins before its planned day or before what it waits for. What takes
 * longer pushes what comes after it. Of the plan's reserve, as much is used up as urgent work took in a drawn past week.
 */
export function promiseDates(input: PlanInput, plan: Plan, options: PromiseOptions): PromisedDate[] {
  const show = stageOf(input, plan);
  const ends = plan.planned.map(() => new Array<number>(options.runs).fill(Infinity));
  for (let run = 0; run < options.runs; run += 1) {
    playOnce(show, { run, options }, (task, day) => {
      const own = ends[task];
      if (own) own[run] = day;
    });
  }
  return plan.planned.map(({ taskId }, at) => {
    const sorted = (ends[at] ?? []).sort((a, b) => a - b);
    const dayAt = (share: number): Day | null =>
      input.days[sorted[Math.ceil(share * options.runs) - 1] ?? Infinity] ?? null;
    return { taskId, on50: dayAt(0.5), on90: dayAt(0.9) };
  });
}

interface Stage {
  dayCount: number;
  capacity: number[][];
  reserve: number[][];
  /** All parts of the plan in the order in which they are worked on. */
  scenes: Scene[];
  tasks: { facts: PlanTask | undefined; planned: number; before: number[]; last: number; person: number }[];
}

interface Scene {
  task: number;
  person: number;
  day: number;
  seconds: number;
  isLast: boolean;
}

function stageOf(input: PlanInput, plan: Plan): Stage {
  const facts = new Map(input.tasks.map((task) => [task.taskId, task]));
  const taskOf = new Map(plan.planned.map(({ taskId }, at) => [taskId, at]));
  const personOf = new Map(input.people.map(({ userId }, at) => [userId, at]));
  const dayOf = new Map(input.days.map((day, at) => [day, at]));
  const scenes = plan.planned.flatMap(({ parts, userId }, task) =>
    parts.map((part, index) => ({
      ...{ task, person: personOf.get(userId) ?? 0, day: dayOf.get(part.day) ?? 0 },
      ...{ seconds: part.seconds, isLast: index === parts.length - 1 },
    })),
  );
  const rank = ranks(plan, facts);
  scenes.sort((a, b) => a.day - b.day || (rank[a.task] ?? 0) - (rank[b.task] ?? 0));
  const tasks = plan.planned.map(({ taskId, userId, parts }) => ({
    facts: facts.get(taskId),
    planned: parts.reduce((sum, { seconds }) => sum + seconds, 0),
    before: (facts.get(taskId)?.dependsOn ?? []).flatMap((id) => taskOf.get(id) ?? []),
    ...{ last: 0, person: personOf.get(userId) ?? 0 },
  }));
  return {
    ...{ dayCount: input.days.length, scenes, tasks },
    capacity: input.people.map(({ capacitySeconds }) => [...capacitySeconds]),
    reserve: input.people.map(({ reserveSeconds }) => [...reserveSeconds]),
  };
}

/** Within a day: what others wait for before what waits, critical and urgent first, then what ends soonest. */
function ranks({ planned }: Plan, facts: ReadonlyMap<number, PlanTask>): number[] {
  const at = new Map(planned.map(({ taskId }, index) => [taskId, index]));
  const level = { critical: 0, urgent: 1, plain: 2 };
  const wanted = planned.map((task, index) => ({ ...task, index }));
  const urgency = (taskId: number): number => level[facts.get(taskId)?.urgency ?? 'plain'];
  wanted.sort(
    (a, b) =>
      urgency(a.taskId) - urgency(b.taskId) ||
      (a.finishDay < b.finishDay ? -1 : Number(a.finishDay > b.finishDay)) ||
      a.taskId - b.taskId,
  );
  const rank: number[] = new Array<number>(planned.length).fill(-1);
  let next = 0;
  const take = (index: number): void => {
    if ((rank[index] ?? 0) >= 0) return;
    rank[index] = Number.MAX_SAFE_INTEGER;
    for (const id of facts.get(planned[index]?.taskId ?? 0)?.dependsOn ?? []) {
      const before = at.get(id);
      if (before !== undefined) take(before);
    }
    rank[index] = next;
    next += 1;
  };
  wanted.forEach(({ index }) => take(index));
  return rank;
}

function playOnce(
  { scenes, tasks, capacity, reserve, dayCount }: Stage,
  { run, options }: { run: number; options: PromiseOptions },
  tell: (task: number, day: number) => void,
): void {
  const random = seeded(options.seed * 1_000_003 + run);
  const stretch = tasks.map(
    ({ facts, planned }) => drawSeconds(facts, planned, random) / Math.max(1, planned),
  );
  const room = roomOfRun({ capacity, reserve, dayCount }, options.urgentWeeks, random);
  const ended: number[] = tasks.map(() => Infinity);
  const reached: number[] = tasks.map(() => 0);
  for (const { task, person, day, seconds, isLast } of scenes) {
    const own = room[person] ?? [];
    let at = Math.max(day, reached[task] ?? 0);
    for (const before of tasks[task]?.before ?? []) {
      at = Math.max(at, (ended[before] ?? 0) + (tasks[before]?.person === person ? 0 : 1));
    }
    let missing = Math.round(seconds * (stretch[task] ?? 1));
    for (; missing > 0 && at < dayCount; at += missing > 0 ? 1 : 0) {
      const part = Math.min(missing, Math.max(0, own[at] ?? 0));
      own[at] = (own[at] ?? 0) - part;
      missing -= part;
    }
    reached[task] = missing > 0 ? Infinity : at;
    if (!isLast || missing > 0 || at >= dayCount) continue;
    ended[task] = at;
    tell(task, at);
  }
}

/** What a run leaves of everybody's days: capacity less what urgent work takes in a drawn week. */
function roomOfRun(
  { capacity, reserve, dayCount }: Pick<Stage, 'capacity' | 'reserve' | 'dayCount'>,
  urgentWeeks: readonly number[],
  random: () => number,
): number[][] {
  const weeks = Array.from({ length: Math.ceil(dayCount / DAYS_A_WEEK) }, () =>
    urgentWeeks.length === 0 ? null : (urgentWeeks[Math.floor(random() * urgentWeeks.length)] ?? 0),
  );
  return capacity.map((days, person) =>
    days.map((seconds, day) => {
      const share = weeks[Math.floor(day / DAYS_A_WEEK)] ?? null;
      const urgent = share === null ? (reserve[person]?.[day] ?? 0) : Math.round((seconds * share) / 1000);
      return Math.max(0, seconds - urgent);
    }),
  );
}

/** The three points of an estimate that is one figure. */
export function usualSpread(seconds: number): NonNullable<PlanTask['spread']> {
  return {
    optimisticSeconds: seconds * USUAL_SPREAD.optimistic,
    likelySeconds: seconds,
    pessimisticSeconds: seconds * USUAL_SPREAD.pessimistic,
  };
}

/** Beta-PERT of the three points; the sum of four gives nearly its shape and needs no library. */
function drawSeconds(facts: PlanTask | undefined, planned: number, random: () => number): number {
  const spread = facts?.spread ?? usualSpread(planned);
  const { optimisticSeconds: low, likelySeconds: likely, pessimisticSeconds: high } = spread;
  if (high <= low) return likely;
  const alpha = 1 + (4 * (likely - low)) / (high - low);
  const beta = 1 + (4 * (high - likely)) / (high - low);
  return low + (high - low) * drawBeta(alpha, beta, random);
}

/** Jöhnk's method would refuse often here; two gammas (Marsaglia and Tsang) do not. Both shapes are at least 1. */
function drawBeta(alpha: number, beta: number, random: () => number): number {
  const [one, other] = [drawGamma(alpha, random), drawGamma(beta, random)];
  return one / (one + other);
}

function drawGamma(shape: number, random: () => number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}
