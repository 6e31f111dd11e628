import { createHash } from 'node:crypto';
import { taskEvents } from '../events/emit.js';
import { nextId } from '../world/data.js';
import type { Task } from '../world/model.js';
import type { World } from '../world/world.js';
import { openChat } from './chats.js';
import { writeHistory } from './history.js';

export type TaskDraft = Pick<Task, 'title' | 'createdBy' | 'responsibleId'> &
  Partial<
    Pick<
      Task,
      | 'description'
      | 'groupId'
      | 'parentId'
      | 'stageId'
      | 'status'
      | 'priority'
      | 'accomplices'
      | 'auditors'
      | 'deadlineAt'
      | 'startPlanAt'
      | 'endPlanAt'
      | 'estimateSeconds'
      | 'allowTimeTracking'
      | 'taskControl'
      | 'allowChangeDeadline'
      | 'crmLinks'
      | 'xmlId'
      | 'createdAt'
      | 'closedAt'
      | 'startedAt'
    >
  > & { tags?: string[] };

/** The same for the same portal and id, so seeded portals are equal to the last character. */
function guidOf(world: World, id: number): string {
  const hex = createHash('md5').update(`${world.settings.memberId}|${id}`).digest('hex');
  return `{${hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}}`;
}

/** Builds the row; nothing is stored or told. */
function newTask(world: World, draft: TaskDraft): Task {
  const { tags, ...given } = draft;
  const at = draft.createdAt ?? world.clock.nowSecond();
  const groupId = draft.groupId ?? 0;
  const id = nextId(world.data, 'task');
  return {
    id,
    guid: guidOf(world, id),
    description: '',
    stageId: 0,
    parentId: null,
    status: 2,
    priority: 1,
    mark: null,
    accomplices: [],
    auditors: [],
    changedBy: draft.createdBy,
    statusChangedBy: null,
    closedBy: draft.status === 5 ? draft.createdBy : null,
    createdAt: at,
    changedAt: at,
    statusChangedAt: at,
    activityAt: at,
    closedAt: draft.status === 5 ? at : null,
    startedAt: draft.status === 3 ? at : null,
    deadlineAt: null,
    startPlanAt: null,
    endPlanAt: null,
    estimateSeconds: 0,
    spentSeconds: null,
    allowTimeTracking: true,
    taskControl: false,
    allowChangeDeadline: false,
    crmLinks: [],
    attachmentIds: [],
    xmlId: null,
    chatId: null,
    forumTopicId: null,
    commentCount: 0,
    ...given,
    groupId,
    tags: (tags ?? []).map((title) => ({ id: nextId(world.data, 'tag'), title })),
    groupHistory: [{ groupId, sinceAt: at }],
  };
}

/** Creates a task as the card or REST would; `silent` is for seeds, which predate the app. */
export function createTask(world: World, draft: TaskDraft, silent = false): Task {
  const task = newTask(world, draft);
  world.data.tasks.set(task.id, task);
  if (world.settings.card === 'new') task.chatId = openChat(world, 'TASKS_TASK', task.id).id;
  writeHistory(
    world,
    task.id,
    { field: 'NEW', from: null, to: null, userId: task.createdBy },
    task.createdAt,
  );
  if (!silent) taskEvents.added(world, task.id, task.createdBy);
  return task;
}

export type TaskChanges = Partial<
  Pick<
    Task,
    | 'title'
    | 'description'
    | 'groupId'
    | 'stageId'
    | 'parentId'
    | 'status'
    | 'priority'
    | 'mark'
    | 'createdBy'
    | 'responsibleId'
    | 'accomplices'
    | 'auditors'
    | 'deadlineAt'
    | 'startPlanAt'
    | 'endPlanAt'
    | 'estimateSeconds'
    | 'allowTimeTracking'
    | 'taskControl'
    | 'allowChangeDeadline'
    | 'tags'
    | 'crmLinks'
    | 'xmlId'
  >
>;

const historyNames: Record<keyof TaskChanges, string> = {
  title: 'TITLE',
  description: 'DESCRIPTION',
  groupId: 'GROUP_ID',
  stageId: 'STAGE_ID',
  parentId: 'PARENT_ID',
  status: 'STATUS',
  priority: 'PRIORITY',
  mark: 'MARK',
  createdBy: 'CREATED_BY',
  responsibleId: 'RESPONSIBLE_ID',
  accomplices: 'ACCOMPLICES',
  auditors: 'AUDITORS',
  deadlineAt: 'DEADLINE',
  startPlanAt: 'START_DATE_PLAN',
  endPlanAt: 'END_DATE_PLAN',
  estimateSeconds: 'TIME_ESTIMATE',
  allowTimeTracking: 'ALLOW_TIME_TRACKING',
  taskControl: 'TASK_CONTROL',
  allowChangeDeadline: 'ALLOW_CHANGE_DEADLINE',
  tags: 'TAGS',
  crmLinks: 'UF_CRM_TASK',
  xmlId: 'XML_ID',
};

function historyValue(value: TaskChanges[keyof TaskChanges]): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value ? 'Y' : 'N';
  if (Array.isArray(value))
    return value.map((item) => (typeof item === 'object' ? item.title : item)).join(',');
  return String(value);
}

function applyStatus(task: Task, status: number, actorId: number, at: number): void {
  task.statusChangedBy = actorId;
  task.statusChangedAt = at;
  if (status === 3 && task.startedAt === null) task.startedAt = at;
  const isClosed = status === 5;
  task.closedAt = isClosed ? at : null;
  task.closedBy = isClosed ? actorId : null;
}

/** Changing the group takes subtasks along, as the platform does. */
function moveChildren(world: World, task: Task, actorId: number): void {
  for (const child of world.data.tasks.values())
    if (child.parentId === task.id && child.groupId !== task.groupId)
      changeTask(world, child, { groupId: task.groupId }, actorId);
}

/** Applies what really differs, writes history, fires ONTASKUPDATE once. False = nothing differed. */
export function changeTask(
  world: World,
  task: Task,
  changes: TaskChanges,
  actorId: number,
  eventActor: number | null = actorId,
): boolean {
  const at = world.clock.nowSecond();
  const names = (Object.keys(changes) as (keyof TaskChanges)[]).filter(
    (name) => changes[name] !== undefined && historyValue(task[name]) !== historyValue(changes[name]),
  );
  if (names.length === 0) return false;
  for (const name of names)
    writeHistory(world, task.id, {
      field: historyNames[name],
      from: historyValue(task[name]),
      to: historyValue(changes[name]),
      userId: actorId,
    });
  Object.assign(task, Object.fromEntries(names.map((name) => [name, changes[name]])));
  task.changedAt = at;
  task.activityAt = at;
  task.changedBy = actorId;
  if (names.includes('status')) applyStatus(task, task.status, actorId, at);
  if (names.includes('groupId')) task.groupHistory.push({ groupId: task.groupId, sinceAt: at });
  taskEvents.updated(world, task.id, eventActor);
  if (names.includes('groupId')) moveChildren(world, task, actorId);
  return true;
}

/** Takes the task and its time entries out of reach; the portal's own truth keeps both. */
export function removeTask(world: World, task: Task, actorId: number): void {
  const { data } = world;
  const at = world.clock.nowSecond();
  writeHistory(world, task.id, { field: 'DELETE', from: null, to: null, userId: actorId });
  data.tasks.delete(task.id);
  data.deletedTasks.set(task.id, task);
  for (const [userId, timer] of data.timers) if (timer.taskId === task.id) data.timers.delete(userId);
  const gone = data.entriesByTask.get(task.id) ?? [];
  data.entriesByTask.delete(task.id);
  if (gone.length > 0) {
    data.entries = data.entries.filter((entry) => entry.taskId !== task.id);
    data.deletedEntries.push(
      ...gone.map((entry) => ({ ...entry, deletedAt: at, deletedBy: actorId, taskDeleted: true })),
    );
  }
  taskEvents.deleted(world, task.id, actorId);
}
