import { settle, type SearchState, take } from './search-state.js';

/** What was done in a round, so that it can be undone; and room to work in, made once. */
export interface UndoLog {
  taken: { at: number; option: number; start: number; finish: number; parts: Int32Array }[];
  takenCount: number;
  put: number[];
  order: number[];
  /** By task. */
  keys: Float64Array;
}

export function undoLog(taskCount: number): UndoLog {
  return { taken: [], takenCount: 0, put: [], order: [], keys: new Float64Array(taskCount) };
}

export function clear(log: UndoLog): void {
  log.takenCount = 0;
  log.put.length = 0;
}

/** Takes a task out, and before it all that waits for it. */
export function takeOut(state: SearchState, log: UndoLog, at: number): void {
  const { facts, person, option, start, finish, parts } = state;
  if ((person[at] ?? -1) < 0 || facts.isMovable[at] !== 1) return;
  for (const after of facts.problem.tasks[at]?.after ?? []) takeOut(state, log, after);
  const { dayCount } = facts;
  const kept = (log.taken[log.takenCount] ??= {
    ...{ at: 0, option: 0, start: 0, finish: 0 },
    parts: new Int32Array(dayCount),
  });
  log.takenCount += 1;
  kept.at = at;
  kept.option = option[at] ?? 0;
  kept.start = start[at] ?? 0;
  kept.finish = finish[at] ?? 0;
  for (let day = kept.start; day <= kept.finish; day += 1) {
    kept.parts[day] = parts[at * dayCount + day] ?? 0;
  }
  take(state, at);
}

/** Everything as it was when the log was cleared. */
export function undo(state: SearchState, log: UndoLog): void {
  const { facts, parts } = state;
  for (let index = log.put.length - 1; index >= 0; index -= 1) take(state, log.put[index] ?? 0);
  for (let index = log.takenCount - 1; index >= 0; index -= 1) {
    const kept = log.taken[index];
    if (!kept) continue;
    for (let day = kept.start; day <= kept.finish; day += 1) {
      parts[kept.at * facts.dayCount + day] = kept.parts[day] ?? 0;
    }
    settle(state, kept.at, kept.option, kept);
  }
}
