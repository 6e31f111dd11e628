import type { TaskFacts } from './facts.js';

export interface KeptTotal {
  taskId: number;
  groupId: number;
  state: 'live' | 'deleted' | 'out-of-sight';
  /** Sum of the live entries we keep. */
  seconds: number;
  askedAt: number;
  deleteSeen: boolean;
}

/**
 * Which tasks to read again: those the portal sums up differently, shows in another group or shows at all
 * though we held them gone (suspect), and those we hold as live that it did not list (missing).
 */
export function compareTotals(
  told: readonly TaskFacts[],
  kept: ReadonlyMap<number, KeptTotal>,
  watched: { groupIds: ReadonlySet<number>; askedAt: number },
): { suspectTaskIds: number[]; missingTaskIds: number[] } {
  const listed = new Set(told.map((task) => task.taskId));
  const suspects = told.filter((task) => isSuspect(task, kept.get(task.taskId)));
  const missing = [...kept.values()].filter((task) => {
    if (listed.has(task.taskId) || !watched.groupIds.has(task.groupId)) return false;
    if (task.state === 'out-of-sight') return task.deleteSeen;
    return task.state === 'live' && task.askedAt <= watched.askedAt;
  });
  return {
    suspectTaskIds: suspects.map((task) => task.taskId),
    missingTaskIds: missing.map((task) => task.taskId),
  };
}

function isSuspect(told: TaskFacts, kept: KeptTotal | undefined): boolean {
  if (kept === undefined || kept.state !== 'live') return true;
  return kept.seconds !== told.spentSeconds || kept.groupId !== told.groupId;
}
