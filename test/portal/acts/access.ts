import type { Task, User } from '../world/model.js';
import type { World } from '../world/world.js';

/** Who may see and do what on the portal. */

function participants(task: Task): Set<number> {
  return new Set([task.createdBy, task.responsibleId, ...task.accomplices, ...task.auditors]);
}

function heads(world: World, user: User, memberId: number): boolean {
  const member = world.data.users.get(memberId);
  return member?.departmentIds.some((id) => world.data.departments.get(id)?.headId === user.id) ?? false;
}

/** Administrators see all; others what they take part in, their subordinates' tasks, and their groups' tasks. */
export function canReadTask(world: World, user: User, task: Task): boolean {
  if (user.admin || user.type === 'system') return true;
  if (task.createdBy === user.id || task.responsibleId === user.id) return true;
  if (task.accomplices.includes(user.id) || task.auditors.includes(user.id)) return true;
  if (task.groupId !== 0 && world.data.groups.get(task.groupId)?.members.has(user.id) === true) return true;
  return (
    user.type === 'employee' && (heads(world, user, task.responsibleId) || heads(world, user, task.createdBy))
  );
}

export function runsGroup(world: World, user: User, groupId: number): boolean {
  const role = world.data.groups.get(groupId)?.members.get(user.id);
  return role === 'A' || role === 'E';
}

export function canEditTask(world: World, user: User, task: Task): boolean {
  return (
    user.admin || user.type === 'system' || task.createdBy === user.id || runsGroup(world, user, task.groupId)
  );
}

export function isPerformer(user: User, task: Task): boolean {
  return task.responsibleId === user.id || task.accomplices.includes(user.id);
}

export function canTrackTime(world: World, user: User, task: Task): boolean {
  return isPerformer(user, task) || canEditTask(world, user, task);
}

export function canSeeGroup(world: World, user: User, groupId: number): boolean {
  const group = world.data.groups.get(groupId);
  if (group === undefined) return false;
  return (
    user.admin ||
    user.type === 'system' ||
    group.members.has(user.id) ||
    (group.visible && user.type === 'employee')
  );
}

/** The chat of a task belongs to its participants, a group's chat to its members; administrators are not let in. */
export function chatMembers(world: World, chatId: number): Set<number> {
  const chat = world.data.chats.get(chatId);
  if (chat?.entityType === 'TASKS_TASK') {
    const task = world.data.tasks.get(chat.entityId);
    return task ? participants(task) : new Set();
  }
  if (chat?.entityType === 'SONET_GROUP')
    return new Set(world.data.groups.get(chat.entityId)?.members.keys());
  return new Set();
}
