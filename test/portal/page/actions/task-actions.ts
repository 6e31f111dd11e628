import { canEditTask, canReadTask, canSeeGroup } from '../../acts/access.js';
import { mayChangeStatus, statusActions, targetStatus } from '../../acts/status.js';
import { ControlError } from '../../control/control-error.js';
import { asInt, asText, type Params } from '../../world/json.js';
import type { Task } from '../../world/model.js';
import type { Visit } from '../visit.js';
import { taskPath } from '../words.js';
import type { Action } from './action.js';

/** The task the visitor may see, or a refusal. */
export function readableTask({ world, user }: Visit, id: number | null): Task {
  const task = world.data.tasks.get(id ?? 0);
  if (task === undefined || !canReadTask(world, user, task)) throw new ControlError(404, 'Задача не найдена');
  return task;
}

function editableTask(visit: Visit, values: Params): Task {
  const task = readableTask(visit, asInt(values['id']));
  if (!canEditTask(visit.world, visit.user, task))
    throw new ControlError(403, 'Нет прав на изменение задачи');
  return task;
}

function groupIn(visit: Visit, values: Params): number {
  const groupId = asInt(values['groupId']) ?? 0;
  if (groupId !== 0 && !canSeeGroup(visit.world, visit.user, groupId))
    throw new ControlError(403, 'Нет доступа к группе');
  return groupId;
}

function titleIn(values: Params): string {
  const title = asText(values['title']).trim();
  if (title === '') throw new ControlError(400, 'Укажите название');
  return title;
}

const tagsIn = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ''),
  ),
];

export const taskActions: Record<string, Action> = {
  'create-task': (visit, values) => {
    const task = visit.portal.control.createTask({
      title: titleIn(values),
      description: asText(values['description']),
      groupId: groupIn(visit, values),
      createdBy: visit.user.id,
      responsibleId: asInt(values['responsibleId']) ?? visit.user.id,
      estimateSeconds: Math.round(Number(asText(values['estimateHours'])) * 3600) || 0,
    });
    return { go: taskPath(visit.user, task), taskId: task.id };
  },
  'update-task': (visit, values) => {
    const task = editableTask(visit, values);
    const responsibleId = asInt(values['responsibleId']) ?? task.responsibleId;
    const title = titleIn(values);
    const { control } = visit.portal;
    if (title !== task.title) control.updateTask({ id: task.id, byUserId: visit.user.id, title });
    if (responsibleId !== task.responsibleId)
      control.updateTask({ id: task.id, byUserId: visit.user.id, responsibleId });
    if (values['tags'] !== undefined)
      control.updateTask({ id: task.id, byUserId: visit.user.id, tags: tagsIn(asText(values['tags'])) });
    return {};
  },
  'move-task': (visit, values) => {
    const task = editableTask(visit, values);
    visit.portal.control.moveTask({ id: task.id, groupId: groupIn(visit, values), byUserId: visit.user.id });
    return {};
  },
  'delete-task': (visit, values) => {
    const task = editableTask(visit, values);
    visit.portal.control.deleteTask({ id: task.id, byUserId: visit.user.id });
    return { leave: true };
  },
  'change-status': (visit, values) => {
    const task = readableTask(visit, asInt(values['id']));
    const action = statusActions.find((name) => name === asText(values['action']));
    if (action === undefined || !mayChangeStatus(visit.world, visit.user, task, action))
      throw new ControlError(403, 'Действие над задачей не разрешено');
    const status = targetStatus(task, visit.user, action);
    visit.portal.control.updateTask({ id: task.id, byUserId: visit.user.id, status });
    return {};
  },
  'add-comment': (visit, values) => {
    const task = readableTask(visit, asInt(values['taskId']));
    const text = asText(values['text']).trim();
    if (text === '') throw new ControlError(400, 'Напишите сообщение');
    visit.portal.control.addComment({ taskId: task.id, userId: visit.user.id, text });
    return {};
  },
  'delete-comment': (visit, values) => {
    const id = asInt(values['id']) ?? 0;
    const { comments, messages } = visit.world.data;
    const authorId = (comments.get(id) ?? messages.get(id))?.authorId;
    if (authorId !== visit.user.id && !visit.user.admin) throw new ControlError(403, 'Сообщение не ваше');
    visit.portal.control.deleteComment({ id, byUserId: visit.user.id });
    return {};
  },
};
