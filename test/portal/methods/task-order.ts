import { RestError } from '../rest/rest-error.js';
import type { Json } from '../world/json.js';
import { asObject, asText } from '../world/json.js';
import type { Task } from '../world/model.js';
import type { World } from '../world/world.js';

type Key = (task: Task, world: World) => number | string;

const orNever = (at: number | null): number => at ?? 0;

const keys: Record<string, Key> = {
  ID: (task) => task.id,
  TITLE: (task) => task.title,
  TIME_SPENT_IN_LOGS: (task) => task.spentSeconds ?? 0,
  DATE_START: (task) => orNever(task.startedAt),
  CREATED_DATE: (task) => task.createdAt,
  CHANGED_DATE: (task) => task.changedAt,
  CLOSED_DATE: (task) => orNever(task.closedAt),
  ACTIVITY_DATE: (task) => task.activityAt,
  START_DATE_PLAN: (task) => orNever(task.startPlanAt),
  END_DATE_PLAN: (task) => orNever(task.endPlanAt),
  DEADLINE: (task) => orNever(task.deadlineAt),
  REAL_STATUS: (task) => task.status,
  STATUS_COMPLETE: (task) => (task.status === 5 ? 1 : 0),
  PRIORITY: (task) => task.priority,
  MARK: (task) => task.mark ?? '',
  CREATED_BY_LAST_NAME: (task, world) => world.data.users.get(task.createdBy)?.lastName ?? '',
  RESPONSIBLE_LAST_NAME: (task, world) => world.data.users.get(task.responsibleId)?.lastName ?? '',
  GROUP_ID: (task) => task.groupId,
  TIME_ESTIMATE: (task) => task.estimateSeconds,
  ALLOW_CHANGE_DEADLINE: (task) => (task.allowChangeDeadline ? 1 : 0),
  ALLOW_TIME_TRACKING: (task) => (task.allowTimeTracking ? 1 : 0),
  MATCH_WORK_TIME: () => 0,
  FAVORITE: () => 0,
  SORTING: () => 0,
  IS_PINNED: () => 0,
  IS_PINNED_IN_GROUP: () => 0,
};

/** Sort of `tasks.task.list`; the default is id descending, an unknown key is refused with code "0". */
export function sortTasks(world: World, tasks: Task[], order: Json | undefined): Task[] {
  const wanted = Object.entries(asObject(order));
  const rules = wanted.map(([name, direction]) => {
    const key = keys[name.toUpperCase()];
    if (key === undefined) throw new RestError(400, '0', `Unknown order field ${name}`);
    return { key, sign: asText(direction).toLowerCase().startsWith('desc') ? -1 : 1 };
  });
  if (rules.length === 0) return tasks.sort((one, other) => other.id - one.id);
  return tasks.sort((one, other) => {
    for (const { key, sign } of rules) {
      const left = key(one, world);
      const right = key(other, world);
      if (left !== right) return left < right ? -sign : sign;
    }
    return one.id - other.id;
  });
}
