import type { Tx } from '../../../base/db/index.js';
import { loadEntriesOfTasks, setEntryGroup } from '../keep/entries-store.js';
import { loadMoves, toKeptMove } from '../keep/moves-store.js';
import { loadTasks } from '../keep/tasks-store.js';
import { type MirrorChange, closeBook, openBook } from '../mirror-change.js';
import { groupBy } from '../rules/chunk.js';
import { hoursGroup } from '../rules/hours-group.js';

/**
 * After a decision about a task's moves: every hour of it goes to the group it counts for now.
 * @param decidedAt when a person decided: the day on which both clients' ledgers noticed; absent for quiet moves
 */
export async function regroup(
  tx: Tx,
  portalId: string,
  taskIds: readonly number[],
  decidedAt?: number,
): Promise<MirrorChange> {
  const book = openBook();
  const tasks = await loadTasks(tx, portalId, taskIds, true);
  const moves = await loadMoves(tx, portalId, taskIds);
  const entries = await loadEntriesOfTasks(tx, portalId, taskIds);
  const target = new Map<number, number>();
  for (const entry of entries) {
    const taskMoves = (moves.get(entry.task_id) ?? []).map(toKeptMove);
    const groupNow = tasks.get(entry.task_id)?.group_id ?? entry.group_id;
    const groupId = hoursGroup(groupNow, taskMoves, entry.made_at);
    if (groupId !== entry.group_id) target.set(entry.entry_id, groupId);
  }
  const moved = entries.filter((entry) => target.has(entry.entry_id));
  for (const [groupId, rows] of groupBy(moved, (row) => target.get(row.entry_id) ?? 0)) {
    const entryIds = rows.map((row) => row.entry_id);
    await setEntryGroup(tx, portalId, { groupId, entryIds, noticedAt: decidedAt ?? null });
    for (const row of rows) {
      book.groupIds.add(row.group_id).add(groupId);
      book.entryIds.add(row.entry_id);
      book.taskIds.add(row.task_id);
    }
  }
  return closeBook(book);
}
