import { canEditTask, canReadTask, canSeeGroup } from '../acts/access.js';
import { attach } from '../acts/files.js';
import { runningSeconds } from '../acts/timers.js';
import { changeTask, createTask, removeTask, type TaskChanges } from '../acts/tasks.js';
import { taskEvents } from '../events/emit.js';
import { method, page, type Call, type MethodAnswer, type MethodSpec } from '../rest/method.js';
import { missingParameter, RestError } from '../rest/rest-error.js';
import type { Json, Params } from '../world/json.js';
import { asInt, asList, asObject, asText, isYes, param } from '../world/json.js';
import type { Task } from '../world/model.js';
import { idsAfter, taskFilter } from './task-filter.js';
import { checkTaskFields, readTaskFields } from './task-fields.js';
import { sortTasks } from './task-order.js';
import { fullTask, groupCard, peopleCards, personCard, taskActions } from './task-card.js';
import { allTaskFields, taskFields } from './task-view.js';

const denied = (code = '1048582'): RestError => new RestError(400, code, 'Действие над задачей не разрешено');

/** The task of `taskId`; unreadable and missing look alike. */
function taskOf(call: Call): Task | null {
  const given = param(call.params, 'taskId');
  if (given === undefined) throw missingParameter('taskId');
  const task = call.world.data.tasks.get(asInt(given) ?? 0);
  return task && canReadTask(call.world, call.user, task) ? task : null;
}

export function requireTask(call: Call): Task {
  const task = taskOf(call);
  if (task === null) throw new RestError(400, '0', 'wrong task id');
  return task;
}

function selected(value: Json | undefined): string[] {
  const names = asList(value).map(asText);
  return names.length === 0 || names.includes('*') ? [...allTaskFields, ...names] : names;
}

function timerInfo(call: Call, task: Task, row: Params): Params {
  const timer = call.world.data.timers.get(call.user.id);
  const runs = timer?.taskId === task.id;
  const spent = task.spentSeconds ?? 0;
  const elapsed =
    'timeSpentInLogs' in row ? spent + (runs ? runningSeconds(call.world, call.user.id) : 0) : null;
  return { timeElapsed: elapsed, timerIsRunningForCurrentUser: runs ? 'Y' : 'N' };
}

function listRow(call: Call, task: Task, names: string[], extras: Params): Params {
  const { world } = call;
  const row = taskFields(world, task, ['ID', ...names]);
  const has = (name: string): boolean => names.includes(name);
  return {
    ...row,
    group: has('GROUP_ID') ? groupCard(world, task.groupId) : [],
    ...(has('CREATED_BY') ? { creator: personCard(world, task.createdBy) } : {}),
    ...(has('RESPONSIBLE_ID') ? { responsible: personCard(world, task.responsibleId) } : {}),
    ...(has('ACCOMPLICES') ? { accomplicesData: peopleCards(world, task.accomplices) } : {}),
    ...(has('AUDITORS') ? { auditorsData: peopleCards(world, task.auditors) } : {}),
    ...(isYes(extras['WITH_RESULT_INFO'])
      ? { taskRequireResult: 'N', taskHasOpenResult: 'N', taskHasResult: 'N' }
      : {}),
    ...(isYes(extras['WITH_TIMER_INFO']) ? timerInfo(call, task, row) : {}),
    ...(isYes(extras['WITH_PARSED_DESCRIPTION']) ? { parsedDescription: task.description } : {}),
    ...(names.includes('COUNTERS') ? { counter: counterOf() } : {}),
  };
}

function counterOf(): Params {
  const counters = {
    expired: 0,
    newComments: 0,
    projectExpired: 0,
    projectNewComments: 0,
    mutedExpired: 0,
    mutedNewComments: 0,
  };
  return { counters, color: 'gray', value: 0 };
}

function list(call: Call): MethodAnswer {
  const { world, user } = call;
  const filter = param(call.params, 'filter');
  const matches = taskFilter(world, filter);
  const after = idsAfter(filter);
  const found: Task[] = [];
  for (const task of world.data.tasks.values())
    if (task.id > after && canReadTask(world, user, task) && matches(task)) found.push(task);
  const { rows, ...counts } = page(sortTasks(world, found, param(call.params, 'order')), call.start);
  const names = selected(param(call.params, 'select'));
  const extras = asObject(param(call.params, 'params'));
  return { result: { tasks: rows.map((task) => listRow(call, task, names, extras)) }, ...counts };
}

function get(call: Call): MethodAnswer {
  const task = taskOf(call);
  if (task === null) return { result: [] };
  const { world } = call;
  const select = asList(param(call.params, 'select')).map(asText);
  const names = select.length === 0 ? [...allTaskFields, 'UF_CRM_TASK'] : selected(select);
  const row = {
    ...taskFields(world, task, [
      'ID',
      ...names,
      'DESCRIPTION_IN_BBCODE',
      'FAVORITE',
      ...(world.settings.card === 'new' ? ['CHAT_ID'] : []),
    ]),
    group: groupCard(world, task.groupId),
    creator: personCard(world, task.createdBy),
    responsible: personCard(world, task.responsibleId),
    ...(names.includes('ACCOMPLICES') ? { accomplicesData: peopleCards(world, task.accomplices) } : {}),
    ...(names.includes('AUDITORS') ? { auditorsData: peopleCards(world, task.auditors) } : {}),
    action: taskActions(world, call.user, task),
  };
  return { result: { task: row } };
}

function add(call: Call): MethodAnswer {
  const { world, user } = call;
  const given = param(call.params, 'fields');
  if (given === undefined) throw missingParameter('fields');
  const changes = readTaskFields(world, asObject(given));
  checkTaskFields(world, { title: '', responsibleId: 0, ...changes });
  if (changes.groupId && !canSeeGroup(world, user, changes.groupId)) throw denied();
  const { tags, ...rest } = changes;
  const task = createTask(world, {
    title: '',
    responsibleId: user.id,
    ...rest,
    createdBy: user.admin && changes.createdBy ? changes.createdBy : user.id,
    ...(tags ? { tags: tags.map((tag) => tag.title) } : {}),
  });
  attachGiven(call, task, asObject(given));
  return { result: { task: fullTask(world, user, task) } };
}

function attachGiven(call: Call, task: Task, fields: Params): void {
  for (const item of asList(fields['UF_TASK_WEBDAV_FILES'])) {
    const fileId = asInt(asText(item).replace(/^n/, ''));
    if (fileId !== null && call.world.data.files.has(fileId))
      task.attachmentIds.push(attach(call.world, fileId, 'tasks_task', task.id, call.user.id).id);
  }
}

/** Another performer by update means the same as delegating: status 2, the old one becomes an observer. */
export function withDelegation(task: Task, changes: TaskChanges): TaskChanges {
  const { responsibleId } = changes;
  if (responsibleId === undefined || responsibleId === task.responsibleId) return changes;
  const auditors = changes.auditors ?? task.auditors;
  return {
    status: 2,
    ...changes,
    auditors: [...new Set([...auditors, task.responsibleId])].filter((id) => id !== responsibleId),
  };
}

function update(call: Call): MethodAnswer {
  const { world, user } = call;
  const task = requireTask(call);
  const given = param(call.params, 'fields');
  if (given === undefined) throw missingParameter('fields');
  const changes = readTaskFields(world, asObject(given));
  const onlyDeadline =
    Object.keys(changes).every((name) => name === 'deadlineAt') &&
    taskActions(world, user, task)['changeDeadline'] === true;
  if (!canEditTask(world, user, task) && !onlyDeadline) throw denied();
  checkTaskFields(world, changes, task);
  attachGiven(call, task, asObject(given));
  const isOnlyPerformer = Object.keys(changes).length === 1;
  changeTask(world, task, isOnlyPerformer ? withDelegation(task, changes) : changes, user.id);
  return { result: { task: fullTask(world, user, task) } };
}

function remove(call: Call): MethodAnswer {
  const task = requireTask(call);
  if (!canEditTask(call.world, call.user, task)) throw denied();
  removeTask(call.world, task, call.user.id);
  return { result: { task: true } };
}

function attachFile(call: Call): MethodAnswer {
  const { world, user } = call;
  const task = requireTask(call);
  const fileId = param(call.params, 'fileId');
  if (fileId === undefined) throw missingParameter('fileId');
  if (!world.data.files.has(asInt(fileId) ?? 0)) throw new RestError(400, '0', 'Файл не найден');
  const row = attach(world, asInt(fileId) ?? 0, 'tasks_task', task.id, user.id);
  task.attachmentIds.push(row.id);
  taskEvents.updated(world, task.id, user.id);
  return { result: { attachmentId: row.id } };
}

export const taskMethods: MethodSpec[] = [
  method('tasks.task.list', 'task', list),
  method('tasks.task.get', 'task', get),
  method('tasks.task.add', 'task', add),
  method('tasks.task.update', 'task', update),
  method('tasks.task.delete', 'task', remove),
  method('tasks.task.files.attach', 'task', attachFile),
];
