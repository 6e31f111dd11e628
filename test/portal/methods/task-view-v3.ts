import { taskChatId } from '../acts/chats.js';
import { fullName } from '../acts/people.js';
import type { CallV3 } from '../rest/method-v3.js';
import { RestV3Error } from '../rest/rest-error.js';
import { isoOrNull } from '../world/dates.js';
import type { Json, Params } from '../world/json.js';
import { asObject } from '../world/json.js';
import type { Task } from '../world/model.js';

/** A task as REST 3.0 prints it: ints and booleans, words for status and priority. */

export const statusNames: Record<number, string> = {
  1: 'pending',
  2: 'pending',
  3: 'in_progress',
  4: 'supposedly_completed',
  5: 'completed',
  6: 'deferred',
  7: 'declined',
};
export const priorityNames = ['low', 'average', 'high'];

type Reader = (task: Task, call: CallV3) => Json;

const at =
  (pick: (task: Task) => number | null): Reader =>
  (task, { world }) =>
    isoOrNull(pick(task), world.settings.utcOffsetMinutes);

const readers: Record<string, Reader> = {
  id: (task) => task.id,
  title: (task) => task.title,
  description: (task) => task.description,
  creatorId: (task) => task.createdBy,
  responsibleId: (task) => task.responsibleId,
  groupId: (task) => task.groupId,
  parentId: (task) => task.parentId,
  stageId: (task) => task.stageId,
  status: (task) => statusNames[task.status] ?? 'pending',
  priority: (task) => priorityNames[task.priority] ?? 'average',
  mark: (task) => (task.mark === 'P' ? 'positive' : task.mark === 'N' ? 'negative' : 'none'),
  accomplices: (task) => task.accomplices,
  auditors: (task) => task.auditors,
  created: at((task) => task.createdAt),
  changed: at((task) => task.changedAt),
  closed: at((task) => task.closedAt),
  activity: at((task) => task.activityAt),
  started: at((task) => task.startedAt),
  deadline: at((task) => task.deadlineAt),
  startPlan: at((task) => task.startPlanAt),
  endPlan: at((task) => task.endPlanAt),
  estimatedTime: (task) => task.estimateSeconds,
  allowsTimeTracking: (task) => task.allowTimeTracking,
  needsControl: (task) => task.taskControl,
  chatId: (task, { world }) => taskChatId(world, task),
};

const relations: Record<string, Record<string, Reader>> = {
  chat: {
    id: (task, { world }) => taskChatId(world, task),
    entityId: (task) => task.id,
    entityType: () => 'TASKS_TASK',
  },
  responsible: person((task) => task.responsibleId),
  creator: person((task) => task.createdBy),
  group: {
    id: (task) => task.groupId,
    name: (task, { world }) => world.data.groups.get(task.groupId)?.name ?? null,
  },
};

function person(pick: (task: Task) => number): Record<string, Reader> {
  return {
    id: (task) => pick(task),
    name: (task, { world }) => {
      const user = world.data.users.get(pick(task));
      return user ? fullName(user) : null;
    },
  };
}

/** Unknown own fields are dropped; an unknown field of a relation is refused. */
export function itemV3(call: CallV3, task: Task, select: string[]): Params {
  const row: Params = { id: task.id };
  for (const name of select.length === 0 ? Object.keys(readers) : select) {
    const [relation = '', field] = name.split('.');
    if (field === undefined) {
      const reader = readers[name];
      if (reader) row[name] = reader(task, call);
      else if (name === 'elapsedTime') throw unknownField(name);
      continue;
    }
    const reader = relations[relation]?.[field];
    if (reader === undefined) throw unknownField(name);
    row[relation] = { ...asObject(row[relation]), [field]: reader(task, call) };
  }
  return row;
}

function unknownField(name: string): RestV3Error {
  return new RestV3Error(400, 'UNKNOWNDTOPROPERTYEXCEPTION', `Unknown property ${name}`);
}
