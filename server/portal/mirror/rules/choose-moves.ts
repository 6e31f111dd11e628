import type { GroupChange } from './facts.js';

export interface KnownGroup {
  groupId: number;
  /** When the portal was last asked about the task. */
  askedAt: number;
}

/**
 * Which group changes of a task's history are news to us. Older ones happened before we knew the task.
 * The history's clock is the portal's, ours may differ: where the times do not lead from the group we
 * knew to the present one, the latest chain that does is taken; without any, the change is dated `noticedAt`.
 */
export function newMoves(
  history: readonly GroupChange[],
  known: KnownGroup,
  now: { groupId: number; noticedAt: number },
): GroupChange[] {
  if (known.groupId === now.groupId) return [];
  const ordered = byTime(history);
  const since = Math.floor(known.askedAt / 1000) * 1000;
  const recent = ordered.filter((change) => change.sinceAt >= since);
  if (leads(recent, known.groupId, now.groupId)) return recent;
  for (let from = ordered.length - 1; from >= 0; from -= 1) {
    const chain = ordered.slice(from);
    if (leads(chain, known.groupId, now.groupId)) return chain;
  }
  return [{ fromGroupId: known.groupId, toGroupId: now.groupId, sinceAt: now.noticedAt }];
}

/** Of a task met for the first time: only the changes after its first hour, the others moved no hours. */
export function movesOfUnknownTask(
  history: readonly GroupChange[],
  madeAts: readonly number[],
  groupId: number,
): GroupChange[] {
  const firstHourAt = Math.min(...madeAts);
  const ordered = byTime(history).filter((change) => change.sinceAt > firstHourAt);
  const first = ordered[0];
  return first !== undefined && leads(ordered, first.fromGroupId, groupId) ? ordered : [];
}

function byTime(history: readonly GroupChange[]): GroupChange[] {
  const changes = history.filter((change) => change.fromGroupId !== change.toGroupId);
  return changes.sort((a, b) => a.sinceAt - b.sinceAt);
}

function leads(chain: readonly GroupChange[], fromGroupId: number, toGroupId: number): boolean {
  let at = fromGroupId;
  for (const change of chain) {
    if (change.fromGroupId !== at) return false;
    at = change.toGroupId;
  }
  return chain.length > 0 && at === toGroupId;
}
