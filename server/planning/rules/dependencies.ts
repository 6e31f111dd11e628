import type { PlanTask } from './plan-model.js';
import { LEVEL, type Level, weightOf } from './weights.js';

/** For each task, the places of those it waits for; ids that are not among the tasks count as finished. */
export function waitingFor(tasks: readonly PlanTask[], taskOf: ReadonlyMap<number, number>): number[][] {
  return tasks.map(({ dependsOn }) => [...new Set(dependsOn.flatMap((id) => taskOf.get(id) ?? []))]);
}

/** What urgent or critical work waits for is as urgent. */
export function effectiveLevels(tasks: readonly PlanTask[], waits: readonly number[][]): Level[] {
  const levels = tasks.map(({ urgency }) => LEVEL[urgency]);
  const raise = (at: number, level: Level): void => {
    for (const before of waits[at] ?? []) {
      if ((levels[before] ?? 0) >= level) continue;
      levels[before] = level;
      raise(before, level);
    }
  };
  tasks.forEach(({ urgency }, at) => {
    if (urgency !== 'plain') raise(at, LEVEL[urgency]);
  });
  return levels;
}

export interface TaskOrder {
  /** Most important first, but each behind those it waits for; those of a cycle, or behind one, last. */
  sequence: number[];
  inCycle: ReadonlySet<number>;
}

/** The order in which tasks are taken: critical, urgent, weight, what others wait for, deadline, longest, id. */
export function orderOf(
  tasks: readonly PlanTask[],
  waits: readonly number[][],
  levels: readonly Level[],
): TaskOrder {
  const wanted = tasks.map((_, at) => at).sort((a, b) => comparePlaces(tasks, levels, a, b));
  const sequence: number[] = [];
  const done = new Set<number>();
  const under = new Set<number>();
  const stuck = new Set<number>();
  const take = (at: number): boolean => {
    if (done.has(at)) return !stuck.has(at);
    if (under.has(at)) return false;
    under.add(at);
    const isFree = (waits[at] ?? []).map(take).every(Boolean);
    under.delete(at);
    done.add(at);
    if (isFree) sequence.push(at);
    else stuck.add(at);
    return isFree;
  };
  wanted.forEach(take);
  const last = [...stuck];
  return { sequence: [...sequence, ...last], inCycle: new Set(last.filter((at) => reaches(at, at, waits))) };
}

/** Does a task wait, over others or directly, for another? */
function reaches(from: number, to: number, waits: readonly number[][]): boolean {
  const seen = new Set<number>();
  const open = [...(waits[from] ?? [])];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === to) return true;
    if (seen.has(at)) continue;
    seen.add(at);
    open.push(...(waits[at] ?? []));
  }
  return false;
}

function comparePlaces(tasks: readonly PlanTask[], levels: readonly Level[], a: number, b: number): number {
  const [one, other] = [tasks[a], tasks[b]];
  if (!one || !other) return 0;
  const [levelOne, levelOther] = [levels[a] ?? 0, levels[b] ?? 0];
  return (
    levelOther - levelOne ||
    weightOf(other.priority, levelOther) - weightOf(one.priority, levelOne) ||
    compareText(one.deadline ?? '9999', other.deadline ?? '9999') ||
    (other.remainingSeconds ?? 0) - (one.remainingSeconds ?? 0) ||
    one.taskId - other.taskId
  );
}

function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
