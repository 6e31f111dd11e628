import { canEditTask, canTrackTime } from '../acts/access.js';
import { taskChatId } from '../acts/chats.js';
import { fullName } from '../acts/people.js';
import { mayChangeStatus, mayDelegate } from '../acts/status.js';
import type { Json, Params } from '../world/json.js';
import type { Task, User } from '../world/model.js';
import type { World } from '../world/world.js';
import { taskFields, taskReaders } from './task-view.js';

/** What stands around the fields of a task: people, group, actions, and the whole card. */

export function personCard(world: World, userId: number): Params {
  const user = world.data.users.get(userId);
  return {
    id: String(userId),
    name: user ? fullName(user) : '',
    link: `/company/personal/user/${userId}/`,
    icon: '/bitrix/images/tasks/default_avatar.png',
    workPosition: user?.workPosition ?? '',
  };
}

export function peopleCards(world: World, ids: readonly number[]): Json {
  return ids.length === 0 ? [] : Object.fromEntries(ids.map((id) => [String(id), personCard(world, id)]));
}

export function groupCard(world: World, groupId: number): Json {
  const group = world.data.groups.get(groupId);
  if (group === undefined) return [];
  return {
    id: String(group.id),
    name: group.name,
    opened: group.opened,
    membersCount: group.members.size,
    image: '/bitrix/images/socialnetwork/workgroup/bag.png',
    additionalData: [],
  };
}

/** The `action` map of a card; `tasks.task.getaccess` prints the same in upper case. */
export function taskActions(world: World, user: User, task: Task): Record<string, boolean> {
  const may = (action: Parameters<typeof mayChangeStatus>[3]): boolean =>
    mayChangeStatus(world, user, task, action);
  const canEdit = canEditTask(world, user, task);
  return {
    accept: false,
    decline: false,
    complete: may('complete'),
    approve: may('approve'),
    disapprove: may('disapprove'),
    start: may('start'),
    pause: may('pause'),
    delegate: mayDelegate(world, user, task),
    remove: canEdit,
    edit: canEdit,
    defer: may('defer'),
    renew: may('renew'),
    create: true,
    changeDeadline: canEdit || (task.allowChangeDeadline && task.responsibleId === user.id),
    checklistAddItems: canEdit,
    addFavorite: true,
    deleteFavorite: false,
    rate: canEdit,
    take: false,
    'edit.originator': false,
    'checklist.reorder': canEdit,
    'elapsedtime.add': canTrackTime(world, user, task),
    'dayplan.timer.toggle': task.allowTimeTracking && canTrackTime(world, user, task),
    'edit.plan': canEdit,
    'checklist.add': canEdit,
    'favorite.add': true,
    'favorite.delete': false,
  };
}

/** The whole card, as add, update, delegate and the status methods answer it. */
export function fullTask(world: World, user: User, task: Task): Params {
  const { subStatus: _subStatus, ...fields } = taskFields(world, task, [
    ...Object.keys(taskReaders),
    'CHECKLIST',
  ]);
  return {
    ...fields,
    group: groupCard(world, task.groupId),
    creator: personCard(world, task.createdBy),
    responsible: personCard(world, task.responsibleId),
    accomplicesData: peopleCards(world, task.accomplices),
    auditorsData: peopleCards(world, task.auditors),
    newCommentsCount: 0,
    ...(world.settings.card === 'new' ? { chatId: taskChatId(world, task) } : {}),
    action: taskActions(world, user, task),
    checkListTree: {
      nodeId: 0,
      fields: {
        id: null,
        copiedId: null,
        entityId: null,
        userId: user.id,
        createdBy: null,
        parentId: null,
        title: '',
        sortIndex: null,
        displaySortIndex: '',
        isComplete: false,
        isImportant: false,
        completedCount: 0,
        members: [],
        attachments: [],
        nodeId: null,
      },
      action: [],
      descendants: [],
    },
    checkListCanAdd: true,
  };
}
