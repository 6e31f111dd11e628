import { canReadTask } from '../acts/access.js';
import {
  mayChangeStatus,
  mayDelegate,
  notAllowedCode,
  statusActions,
  targetStatus,
  type StatusAction,
} from '../acts/status.js';
import { changeTask } from '../acts/tasks.js';
import { method, type Call, type MethodAnswer, type MethodSpec } from '../rest/method.js';
import { missingParameter, RestError } from '../rest/rest-error.js';
import { asInt, param } from '../world/json.js';
import type { Task } from '../world/model.js';
import { requireTask, withDelegation } from './tasks.js';
import { fullTask } from './task-card.js';

/** A call that changes nothing makes no access check at all, as on the platform. */
function anyTask(call: Call): Task {
  const given = param(call.params, 'taskId');
  if (given === undefined) throw missingParameter('taskId');
  const task = call.world.data.tasks.get(asInt(given) ?? 0);
  if (task === undefined) throw new RestError(400, '0', 'wrong task id');
  return task;
}

function change(action: StatusAction): (call: Call) => MethodAnswer {
  return (call) => {
    const { world, user } = call;
    const task = anyTask(call);
    const target = targetStatus(task, user, action);
    if (task.status === target) return { result: { task: fullTask(world, user, task) } };
    if (!canReadTask(world, user, task) || !mayChangeStatus(world, user, task, action))
      throw new RestError(400, notAllowedCode[action], 'Действие над задачей не разрешено');
    changeTask(world, task, { status: target }, user.id);
    return { result: { task: fullTask(world, user, task) } };
  };
}

function delegate(call: Call): MethodAnswer {
  const { world, user } = call;
  const task = requireTask(call);
  const given = param(call.params, 'userId');
  if (given === undefined) throw missingParameter('userId');
  const responsibleId = asInt(given) ?? 0;
  if (!mayDelegate(world, user, task) || world.data.users.get(responsibleId)?.active !== true)
    throw new RestError(400, '0', 'Действие над задачей не разрешено');
  changeTask(world, task, withDelegation(task, { responsibleId }), user.id);
  return { result: { task: fullTask(world, user, task) } };
}

export const taskStatusMethods: MethodSpec[] = [
  ...statusActions.map((action) => method(`tasks.task.${action}`, 'task', change(action))),
  method('tasks.task.delegate', 'task', delegate),
];
