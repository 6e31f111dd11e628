import { canReadTask, runsGroup } from '../acts/access.js';
import { method, type Call, type MethodAnswer, type MethodSpec } from '../rest/method.js';
import type { Json, Params } from '../world/json.js';
import { asInt, asInts, asObject, asText, isObject, param } from '../world/json.js';
import type { HistoryRow, Task } from '../world/model.js';
import { RestError } from '../rest/rest-error.js';
import { taskFieldTitles } from './task-field-titles.js';
import { taskActions } from './task-card.js';
import { printDate } from './task-view.js';
import { requireTask } from './tasks.js';

const upperAction = (name: string): string => name.replace(/([A-Z])/g, '_$1').toUpperCase();

function access(call: Call): MethodAnswer {
  const task = requireTask(call);
  const asked = asInts(param(call.params, 'users'));
  const allowed = (asked.length === 0 ? [call.user.id] : asked).map((id): [string, Json] => {
    const user = call.world.data.users.get(id);
    const actions = user ? taskActions(call.world, user, task) : {};
    return [
      String(id),
      Object.fromEntries(Object.entries(actions).map(([name, may]) => [upperAction(name), may])),
    ];
  });
  return { result: { allowedActions: Object.fromEntries(allowed) } };
}

function historyRow(call: Call, row: HistoryRow): Params {
  const user = call.world.data.users.get(row.userId);
  return {
    id: row.id,
    createdDate: printDate(call.world, row.at),
    field: row.field,
    value: { from: row.from, to: row.to },
    user: {
      id: row.userId,
      name: user?.name ?? '',
      lastName: user?.lastName ?? '',
      secondName: user?.secondName ?? '',
      login: user?.email ?? '',
    },
  };
}

function history(call: Call): MethodAnswer {
  const task = requireTask(call);
  const field = asText(asObject(param(call.params, 'filter'))['FIELD']);
  const direction = asText(asObject(param(call.params, 'order'))['createdDate']).toLowerCase();
  const rows = (call.world.data.history.get(task.id) ?? []).filter(
    (row) => field === '' || row.field === field,
  );
  const ordered = direction === 'asc' ? rows : [...rows].reverse();
  return { result: { list: ordered.map((row) => historyRow(call, row)) } };
}

function counters(call: Call): MethodAnswer {
  const { world, user } = call;
  const userId = asInt(param(call.params, 'userId')) ?? user.id;
  const groupId = asInt(param(call.params, 'groupId')) ?? 0;
  const now = world.clock.now();
  const isExpired = (task: Task): boolean =>
    task.responsibleId === userId &&
    task.deadlineAt !== null &&
    task.deadlineAt < now &&
    task.status !== 5 &&
    (groupId === 0 || task.groupId === groupId);
  const expired = [...world.data.tasks.values()].filter(
    (task) => isExpired(task) && canReadTask(world, user, task),
  ).length;
  return {
    result: { expired: { counter: expired, code: 6291456 }, new_comments: { counter: 0, code: 12582912 } },
    total: 1,
  };
}

function stages(call: Call): MethodAnswer {
  const { world, user } = call;
  const entityId = asInt(param(call.params, 'entityId'));
  if (entityId === null) throw new RestError(400, '100', 'Could not find value for parameter {entityId}');
  const group = world.data.groups.get(entityId);
  if (
    entityId !== 0 &&
    (group === undefined || (!user.admin && !group.members.has(user.id) && !runsGroup(world, user, entityId)))
  )
    throw new RestError(400, 'ACCESS_DENIED', 'Доступ запрещён');
  const rows = (group?.stages ?? []).map((stage): [string, Json] => [
    String(stage.id),
    {
      ID: String(stage.id),
      TITLE: stage.title,
      SORT: String(stage.sort),
      COLOR: stage.color,
      SYSTEM_TYPE: stage.systemType,
      ENTITY_ID: String(entityId),
      ENTITY_TYPE: entityId === 0 ? 'U' : 'G',
      ADDITIONAL_FILTER: [],
      TO_UPDATE: [],
      TO_UPDATE_ACCESS: null,
    },
  ]);
  return { result: rows.length === 0 ? [] : Object.fromEntries(rows) };
}

function fields(): MethodAnswer {
  const described = Object.entries(taskFieldTitles).map(([name, about]): [string, Json] => [
    name,
    isObject(about) ? { ...about } : about,
  ]);
  return { result: { fields: Object.fromEntries(described) } };
}

export const taskInfoMethods: MethodSpec[] = [
  method('tasks.task.getaccess', 'task', access),
  method('tasks.task.getFields', 'task', fields),
  method('tasks.task.history.list', 'task', history),
  method('tasks.task.counters.get', 'task', counters),
  method('task.stages.get', 'task', stages),
];
