import type { GroupChange } from './facts.js';

/** What we know of a task before its history is read. */
export interface KnownGroup {
  groupId: number;
  /** When the portal was last asked about the task. */
  askedAt: number;
  /** Changes up to here are of no interest: before the first mirror, or before the task's first hour. */
  since: number;
  /** Changes we keep already. */
  kept: readonly GroupChange[];
}

/**
 * Which group changes of a task's history are news to us; a detour (away and back between two looks) is one too,
 * as hours were perhaps made on it. The history's clock is the portal's, ours may differ: where the times do not
 * lead from the group we knew to the present one, the latest chain that does is taken; without any, the change is
 * dated `noticedAt`.
 */
export function newMoves(
  history: readonly GroupChange[],
  known: KnownGroup,
  now: { groupId: number; noticedAt: number },
): GroupChange[] {
  const ordered = byTime(history).filter((change) => !known.kept.some((kept) => isSame(kept, change)));
  const since = (from: number): GroupChange[] => ordered.filter((change) => change.sinceAt > from);
  const fresh = since(known.since);
  if (leads(fresh, known.groupId, now.groupId)) return fresh;
  if (known.groupId === now.groupId) return [];
  const recent = since(Math.floor(known.askedAt / 1000) * 1000 - 1);
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
  firstHourAt: number,
  groupId: number,
): GroupChange[] {
  const ordered = byTime(history).filter((change) => change.sinceAt > firstHourAt);
  const first = ordered[0];
  return first !== undefined && leads(ordered, first.fromGroupId, groupId) ? ordered : [];
}

function byTime(history: readonly GroupChange[]): GroupChange[] {
  const changes = history.filter((change) => change.fromGroupId !== change.toGroupId);
  return changes.sort((a, b) => a.sinceAt - b.sinceAt);
}

function isSame(one: GroupChange, other: GroupChange): boolean {
  return (
    one.sinceAt === other.sinceAt &&
    one.fromGroupId === other.fromGroupId &&
    one.toGroupId === other.toGroupId
  );
}

function leads(chain: readonly GroupChange[], fromGroupId: number, toGroupId: number): boolean {
  let at = fromGroupId;
  for (const change of chain) {
    if (change.fromGroupId !== at) return false;
    at = change.toGroupId;
  }
  return chain.length > 0 && at === toGroupId;
}
