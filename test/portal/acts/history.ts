import { listOf, nextId } from '../world/data.js';
import type { World } from '../world/world.js';

export interface HistoryInput {
  field: string;
  from: string | null;
  to: string | null;
  userId: number;
}

/** One row of a task's history, at the portal's time. */
export function writeHistory(
  world: World,
  taskId: number,
  row: HistoryInput,
  at = world.clock.nowSecond(),
): void {
  listOf(world.data.history, taskId).push({ id: nextId(world.data, 'history'), at, ...row });
}
