/** A task's move as the mirror keeps it. */
export interface KeptMove {
  fromGroupId: number;
  toGroupId: number;
  sinceAt: number;
  state: 'waiting' | 'confirmed' | 'rejected';
  withEarlier: boolean;
}

/**
 * The group an hour counts for: where the task stood before its first known move, then whatever confirmed
 * moves say. A move that waits or was rejected takes no hours along.
 */
export function hoursGroup(taskGroupId: number, moves: readonly KeptMove[], madeAt: number): number {
  const ordered = [...moves].sort((a, b) => a.sinceAt - b.sinceAt);
  const first = ordered[0];
  if (first === undefined) return taskGroupId;
  let groupId = first.fromGroupId;
  for (const move of ordered) {
    const applies = move.state === 'confirmed' && (move.withEarlier || madeAt >= move.sinceAt);
    if (applies) groupId = move.toGroupId;
  }
  return groupId;
}
