import { canEditTask, canReadTask, canTrackTime } from '../acts/access.js';
import { commentTask } from '../acts/comments.js';
import { changeTask, createTask, removeTask, type TaskChanges } from '../acts/tasks.js';
import type { CallV3, MethodV3 } from '../rest/method-v3.js';
import { RestV3Error } from '../rest/rest-error.js';
import { parseDate } from '../world/dates.js';
import type { Json, Params } from '../world/json.js';
import { asInt, asList, asObject, asText, isObject } from '../world/json.js';
import type { Task } from '../world/model.js';
import { itemV3, priorityNames, statusNames } from './task-view-v3.js';
import { withDelegation } from './tasks.js';

/** Tasks of REST 3.0: ints and booleans, other names, errors in their own shape. */

function invalid(field: string, kind: 'REQUESTVALIDATION' | 'DTOVALIDATION'): RestV3Error {
  return new RestV3Error(400, `VALIDATION_${kind}EXCEPTION`, 'Validation failed', [
    { field, message: `Поле ${field} обязательно` },
  ]);
}

function taskOf(call: CallV3, id: number | null): Task {
  if (id === null) throw invalid('id', 'REQUESTVALIDATION');
  const task = call.world.data.tasks.get(id);
  if (task === undefined) throw new RestV3Error(400, 'ENTITYNOTFOUNDEXCEPTION', `Task ${id} not found`);
  if (!canReadTask(call.world, call.user, task))
    throw new RestV3Error(403, 'ACCESSDENIEDEXCEPTION', 'Access denied');
  return task;
}

function selectOf(call: CallV3): string[] {
  const select = call.body['select'];
  if (select !== undefined && !Array.isArray(select))
    throw new RestV3Error(400, 'INVALIDSELECTEXCEPTION', 'select must be an array');
  return asList(select).map(asText);
}

function fieldsOf(call: CallV3): Params {
  const fields = call.body['fields'];
  if (!isObject(fields)) throw invalid('fields', 'REQUESTVALIDATION');
  return fields;
}

function changesOf(call: CallV3, fields: Params): TaskChanges {
  const changes: TaskChanges = {};
  const offset = call.world.settings.utcOffsetMinutes;
  const int = (name: string): number | undefined => asInt(fields[name]) ?? undefined;
  if ('title' in fields) changes.title = asText(fields['title']);
  if ('description' in fields) changes.description = asText(fields['description']);
  if ('responsibleId' in fields) changes.responsibleId = int('responsibleId') ?? 0;
  if ('groupId' in fields) changes.groupId = int('groupId') ?? 0;
  if ('parentId' in fields) changes.parentId = int('parentId') ?? null;
  if ('estimatedTime' in fields) changes.estimateSeconds = int('estimatedTime') ?? 0;
  if ('deadline' in fields) changes.deadlineAt = parseDate(asText(fields['deadline']), offset);
  if ('accomplices' in fields)
    changes.accomplices = asList(fields['accomplices']).flatMap((value) => asInt(value) ?? []);
  if ('auditors' in fields)
    changes.auditors = asList(fields['auditors']).flatMap((value) => asInt(value) ?? []);
  const priority = priorityNames.indexOf(asText(fields['priority']));
  if (priority >= 0) changes.priority = priority;
  const status = Object.entries(statusNames).find(
    ([code, name]) => code !== '1' && name === asText(fields['status']),
  );
  if (status) changes.status = Number(status[0]);
  return changes;
}

function get(call: CallV3): Json {
  return { item: itemV3(call, taskOf(call, asInt(call.body['id'])), selectOf(call)) };
}

/** The only filterable field is the id. */
function list(call: CallV3): Json {
  const { world, user, body } = call;
  const allowed = idFilter(body['filter']);
  const paging = asObject(body['pagination']);
  const limit = Math.min(1_000, asInt(paging['limit']) ?? 50);
  const offset = asInt(paging['offset']) ?? ((asInt(paging['page']) ?? 1) - 1) * limit;
  const select = selectOf(call);
  const found = [...world.data.tasks.values()].filter(
    (task) => allowed(task.id) && canReadTask(world, user, task),
  );
  return {
    items: found
      .slice(offset, offset + limit)
      .map((task) => itemV3(call, task, select.length === 0 ? ['id', 'title'] : select)),
  };
}

function idFilter(filter: Json | undefined): (id: number) => boolean {
  const conditions = asList(filter).map((condition) => {
    const [field, second, third] = asList(condition);
    if (field !== 'id')
      throw new RestV3Error(400, 'INVALIDFILTEREXCEPTION', `Field ${asText(field)} is not filterable`);
    const operator = third === undefined ? 'in' : asText(second);
    const ids = asList(third ?? second).flatMap((value) => asInt(value) ?? []);
    const bound = ids[0] ?? 0;
    const tests: Record<string, (id: number) => boolean> = {
      in: (id) => ids.includes(id),
      '=': (id) => id === bound,
      '!=': (id) => id !== bound,
      '>': (id) => id > bound,
      '>=': (id) => id >= bound,
      '<': (id) => id < bound,
      '<=': (id) => id <= bound,
      between: (id) => id >= bound && id <= (ids[1] ?? bound),
    };
    const test = tests[operator];
    if (test === undefined)
      throw new RestV3Error(400, 'UNKNOWNFILTEROPERATOREXCEPTION', `Unknown operator ${operator}`);
    return test;
  });
  return (id) => conditions.every((test) => test(id));
}

function add(call: CallV3): Json {
  const { world, user } = call;
  const fields = fieldsOf(call);
  for (const name of ['title', 'creatorId', 'responsibleId'])
    if (!(name in fields)) throw invalid(name, 'DTOVALIDATION');
  const { tags: _tags, ...changes } = changesOf(call, fields);
  if (!world.data.users.has(changes.responsibleId ?? 0)) throw invalid('responsibleId', 'DTOVALIDATION');
  const createdBy = user.admin ? (asInt(fields['creatorId']) ?? user.id) : user.id;
  const task = createTask(world, { title: '', responsibleId: user.id, ...changes, createdBy });
  return {
    item: {
      ...itemV3(call, task, []),
      rights: rightsOf(call, task),
      link: `/company/personal/user/${user.id}/tasks/task/view/${task.id}/`,
    },
  };
}

function update(call: CallV3): Json {
  const { world, user } = call;
  const task = taskOf(call, asInt(call.body['id']));
  const fields = fieldsOf(call);
  if ('creatorId' in fields) throw invalid('creatorId', 'DTOVALIDATION');
  if (!canEditTask(world, user, task)) throw new RestV3Error(403, 'ACCESSDENIEDEXCEPTION', 'Access denied');
  changeTask(world, task, withDelegation(task, changesOf(call, fields)), user.id);
  return { item: itemV3(call, task, []) };
}

function remove(call: CallV3): Json {
  const task = taskOf(call, asInt(call.body['id']));
  if (!canEditTask(call.world, call.user, task))
    throw new RestV3Error(403, 'ACCESSDENIEDEXCEPTION', 'Access denied');
  removeTask(call.world, task, call.user.id);
  return { result: true };
}

function rightsOf(call: CallV3, task: Task): Params {
  const { world, user } = call;
  const edit = canEditTask(world, user, task);
  const track = canTrackTime(world, user, task);
  return {
    read: true,
    edit,
    remove: edit,
    delegate: track,
    changeStatus: track,
    elapsedTime: track,
    timeTracking: track && task.allowTimeTracking,
    createResult: track,
  };
}

function send(call: CallV3): Json {
  const fields = fieldsOf(call);
  const id = asInt(fields['taskId']);
  const text = fields['text'];
  if (id === null) throw invalid('taskId', 'DTOVALIDATION');
  if (typeof text !== 'string' || text === '') throw invalid('text', 'DTOVALIDATION');
  const task = call.world.data.tasks.get(id);
  if (task === undefined || !canReadTask(call.world, call.user, task))
    throw new RestV3Error(403, 'ACCESSDENIEDEXCEPTION', 'Access denied');
  commentTask(call.world, task, call.user.id, text);
  return { result: true };
}

export const taskMethodsV3: MethodV3[] = [
  { name: 'tasks.task.get', scope: 'tasks', changes: false, run: get },
  { name: 'tasks.task.list', scope: 'tasks', changes: false, run: list },
  { name: 'tasks.task.add', scope: 'tasks', changes: true, run: add },
  { name: 'tasks.task.update', scope: 'tasks', changes: true, run: update },
  { name: 'tasks.task.delete', scope: 'tasks', changes: true, run: remove },
  {
    name: 'tasks.task.access.get',
    scope: 'tasks',
    changes: false,
    run: (call) => rightsOf(call, taskOf(call, asInt(call.body['id']))),
  },
  { name: 'tasks.task.chat.message.send', scope: 'tasks', changes: true, run: send },
];
