import type { Task, TimeEntry } from '../world/model.js';
import type { World } from '../world/world.js';
import { createEntry } from './entries.js';

/** One running timer per user; starting another stops the first. */
export function startTimer(world: World, userId: number, task: Task): void {
  stopTimer(world, userId);
  world.data.timers.set(userId, { userId, taskId: task.id, startedAt: world.clock.now() });
}

/** Stops and books the running time as an entry of source 3; null when no timer ran or no whole second passed. */
export function stopTimer(world: World, userId: number, comment = ''): TimeEntry | null {
  const timer = world.data.timers.get(userId);
  if (timer === undefined) return null;
  world.data.timers.delete(userId);
  const task = world.data.tasks.get(timer.taskId);
  const seconds = runningSeconds(world, userId, timer.startedAt);
  if (task === undefined || seconds <= 0) return null;
  const startAt = Math.floor(timer.startedAt / 1000) * 1000;
  return createEntry(world, task, { taskId: task.id, userId, seconds, comment, source: 3, startAt });
}

export function runningSeconds(
  world: World,
  userId: number,
  startedAt = world.data.timers.get(userId)?.startedAt,
): number {
  return startedAt === undefined ? 0 : Math.floor((world.clock.now() - startedAt) / 1000);
}
