import type { Day } from '../../base/days.js';
import type { PlanInput, PlanPart } from './plan-model.js';

/**
 * A task laid into a person's days from one day on, beside what was put there by hand; other work will give way. Null = the
 * days that are left are too short, or there is no estimate to lay.
 */
export function partsFrom(
  input: PlanInput,
  { taskId, userId, day }: { taskId: number; userId: number; day: Day },
): PlanPart[] | null {
  const task = input.tasks.find((one) => one.taskId === taskId);
  const person = input.people.find((one) => one.userId === userId);
  if (!task || !person || task.remainingSeconds === null) return null;
  const isPlain = task.urgency === 'plain';
  let left = task.remainingSeconds;
  const parts: PlanPart[] = [];
  input.days.forEach((at, index) => {
    if (at < day || left <= 0) return;
    const kept = isPlain ? (person.reserveSeconds[index] ?? 0) : 0;
    const taken = input.tasks
      .flatMap((other) => (other.taskId === taskId ? [] : other.pinned))
      .filter((part) => part.userId === userId && part.day === at)
      .reduce((sum, part) => sum + part.seconds, 0);
    const seconds = Math.min(left, (person.capacitySeconds[index] ?? 0) - kept - taken);
    if (seconds <= 0) return;
    parts.push({ taskId, userId, day: at, seconds });
    left -= seconds;
  });
  return left > 0 ? null : parts;
}
