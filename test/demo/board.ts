import type { Portal } from '../portal/index.js';
import { directoryOf } from './department.js';
import { say } from './say.js';

const DAY_MS = 86_400_000;
const OPEN = [2, 3, 4, 6];
/** Hours by which open tasks are estimated, one after another; null = nobody has yet. */
const estimates = [4, 2, null, 6, 3, 8, 1, 12, 2, null, 5];
/** Days from now: some are late, most are ahead. */
const deadlines = [3, null, 5, 1, -2, 8, null, 2, 12, 4, 6, -1, 9];

/** A department in the middle of its week: deadlines ahead, estimates, a few urgent tasks, one critical, two timers. */
export function fillBoard(portal: Portal): void {
  const { control } = portal;
  const groups = new Set(directoryOf(portal).clients.flatMap((client) => client.groupIds));
  const open = [...portal.world.data.tasks.values()].filter(
    (task) => groups.has(task.groupId) && OPEN.includes(task.status),
  );
  const now = control.clock().now;
  for (const [index, task] of open.entries()) {
    const days = deadlines[index % deadlines.length] ?? null;
    const hours = estimates[index % estimates.length] ?? null;
    const extra = index % 13 === 4 ? ['срочно'] : index === 7 ? ['критично'] : [];
    control.updateTask({
      id: task.id,
      byUserId: null,
      ...(days === null ? {} : { deadline: new Date(now + days * DAY_MS).toISOString() }),
      ...(hours === null || task.estimateSeconds > 0 ? {} : { estimateSeconds: hours * 3_600 }),
      ...(extra.length > 0 ? { tags: [...task.tags.map((tag) => tag.title), ...extra] } : {}),
      ...(index % 9 === 2 ? { priority: 2 } : {}),
    });
  }
  say('Board', `${open.length} open tasks with deadlines and estimates`);
}
