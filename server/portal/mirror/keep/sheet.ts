import type { Tx } from '../../../base/db/index.js';
import type { ChangeBook } from '../mirror-change.js';
import type { Readings } from '../readings.js';
import type { ApplyOptions } from './apply-readings.js';
import { loadMoves, type MoveRow } from './moves-store.js';
import { loadTasks, type TaskRow } from './tasks-store.js';

/** Everything one application of readings works on: the rows it found, locked, and what it changed so far. */
export interface Sheet {
  tx: Tx;
  portalId: string;
  now: number;
  options: ApplyOptions;
  /** As they were found; tasks met for the first time are not in it. */
  tasks: Map<number, TaskRow>;
  /** Group the portal shows now, for every task of the readings that we know after applying its facts. */
  groupNow: Map<number, number>;
  moves: Map<number, MoveRow[]>;
  /** Tasks whose history of groups came with the readings. */
  explained: Set<number>;
  book: ChangeBook;
  /** Entries whose task is unknown to us. */
  orphans: number;
}

export async function prepareSheet(
  tx: Tx,
  start: Pick<Sheet, 'portalId' | 'now' | 'options' | 'book'> & { readings: Readings },
): Promise<Sheet> {
  const { readings, ...rest } = start;
  const taskIds = new Set([
    ...readings.tasks.map((task) => task.taskId),
    ...readings.entries.map((entry) => entry.facts.taskId),
  ]);
  const tasks = await loadTasks(tx, start.portalId, taskIds, true);
  const moves = await loadMoves(tx, start.portalId, taskIds);
  const groupNow = new Map([...tasks.values()].map((task) => [task.task_id, task.group_id]));
  const withHistory = readings.tasks.filter((task) => task.moves !== null);
  const explained = new Set(withHistory.map((task) => task.taskId));
  return { ...rest, tx, tasks, moves, groupNow, explained, orphans: 0 };
}

/** Texts of a task are kept as long as any group it stands or stood in needs them. */
export function keepsTexts(sheet: Sheet, taskId: number): boolean {
  const groups = (sheet.moves.get(taskId) ?? []).flatMap((move) => [move.from_group_id, move.to_group_id]);
  return [sheet.groupNow.get(taskId) ?? 0, ...groups].some((groupId) => sheet.options.keepTextsOf(groupId));
}
