import { taskChatId } from '../acts/chats.js';
import { isoAt, isoOrNull } from '../world/dates.js';
import type { Json, Params } from '../world/json.js';
import type { Task } from '../world/model.js';
import type { World } from '../world/world.js';

/** A task as v2 prints it: camelCase keys, scalars as strings or null, empty collections as []. */

type Reader = (task: Task, world: World) => Json;

const text = (value: number | null): string | null => (value === null ? null : String(value));
const yesNo = (value: boolean): string => (value ? 'Y' : 'N');
const date =
  (pick: (task: Task) => number | null): Reader =>
  (task, world) =>
    isoOrNull(pick(task), world.settings.utcOffsetMinutes);
const fixed =
  (value: Json): Reader =>
  () =>
    value;

/** By request name; the answer key is the camelCase of it. Order = order of the answer. */
export const taskReaders: Record<string, Reader> = {
  ID: (task) => String(task.id),
  PARENT_ID: (task) => text(task.parentId),
  TITLE: (task) => task.title,
  DESCRIPTION: (task) => task.description,
  MARK: (task) => task.mark,
  PRIORITY: (task) => String(task.priority),
  MULTITASK: fixed('N'),
  NOT_VIEWED: fixed('N'),
  REPLICATE: fixed('N'),
  STAGE_ID: (task) => String(task.stageId),
  SPRINT_ID: fixed(null),
  BACKLOG_ID: fixed(null),
  CREATED_BY: (task) => String(task.createdBy),
  CREATED_DATE: date((task) => task.createdAt),
  RESPONSIBLE_ID: (task) => String(task.responsibleId),
  CHANGED_BY: (task) => String(task.changedBy),
  CHANGED_DATE: date((task) => task.changedAt),
  STATUS_CHANGED_BY: (task) => text(task.statusChangedBy),
  CLOSED_BY: (task) => text(task.closedBy),
  CLOSED_DATE: date((task) => task.closedAt),
  ACTIVITY_DATE: date((task) => task.activityAt),
  DATE_START: date((task) => task.startedAt),
  DEADLINE: date((task) => task.deadlineAt),
  START_DATE_PLAN: date((task) => task.startPlanAt),
  END_DATE_PLAN: date((task) => task.endPlanAt),
  GUID: (task) => task.guid,
  XML_ID: (task) => task.xmlId,
  COMMENTS_COUNT: (task) => (task.commentCount === 0 ? null : String(task.commentCount)),
  SERVICE_COMMENTS_COUNT: fixed(null),
  ALLOW_CHANGE_DEADLINE: (task) => yesNo(task.allowChangeDeadline),
  ALLOW_TIME_TRACKING: (task) => yesNo(task.allowTimeTracking),
  TASK_CONTROL: (task) => yesNo(task.taskControl),
  ADD_IN_REPORT: fixed('N'),
  FORKED_BY_TEMPLATE_ID: fixed(null),
  TIME_ESTIMATE: (task) => String(task.estimateSeconds),
  TIME_SPENT_IN_LOGS: (task) => text(task.spentSeconds),
  MATCH_WORK_TIME: fixed('N'),
  FORUM_TOPIC_ID: (task) => text(task.forumTopicId),
  FORUM_ID: (task) => (task.forumTopicId === null ? null : '11'),
  SITE_ID: fixed('s1'),
  SUBORDINATE: fixed('N'),
  EXCHANGE_MODIFIED: fixed(null),
  EXCHANGE_ID: fixed(null),
  OUTLOOK_VERSION: fixed('1'),
  VIEWED_DATE: fixed(null),
  SORTING: fixed(null),
  DURATION_FACT: (task) => (task.spentSeconds === null ? null : String(Math.round(task.spentSeconds / 60))),
  IS_MUTED: fixed('N'),
  IS_PINNED: fixed('N'),
  IS_PINNED_IN_GROUP: fixed('N'),
  FLOW_ID: fixed(null),
  DESCRIPTION_IN_BBCODE: fixed('Y'),
  STATUS: (task) => String(task.status),
  STATUS_CHANGED_DATE: date((task) => task.statusChangedAt),
  DURATION_PLAN: fixed(null),
  DURATION_TYPE: fixed('days'),
  FAVORITE: fixed('N'),
  GROUP_ID: (task) => String(task.groupId),
  AUDITORS: (task) => task.auditors.map(String),
  ACCOMPLICES: (task) => task.accomplices.map(String),
};

const selectedOnly: Record<string, Reader> = {
  CHECKLIST: fixed([]),
  TAGS: (task) =>
    task.tags.length === 0
      ? []
      : Object.fromEntries(task.tags.map((tag) => [String(tag.id), { id: tag.id, title: tag.title }])),
  CHAT_ID: (task, world) => (world.settings.card === 'new' ? taskChatId(world, task) : null),
  NEW_COMMENTS_COUNT: fixed(0),
  LENGTH_DEADLINE: fixed('1'),
};

const linked: Record<string, Reader> = {
  UF_CRM_TASK: (task) => (task.crmLinks.length === 0 ? false : task.crmLinks),
  UF_TASK_WEBDAV_FILES: (task) => (task.attachmentIds.length === 0 ? false : task.attachmentIds),
  UF_MAIL_MESSAGE: fixed(null),
};

export const allTaskFields: readonly string[] = [...Object.keys(taskReaders), ...Object.keys(selectedOnly)];

export function camelKey(name: string): string {
  return name.toLowerCase().replace(/_([a-z0-9])/g, (_all, letter: string) => letter.toUpperCase());
}

function isOverdue(task: Task, now: number): boolean {
  return task.deadlineAt !== null && task.deadlineAt < now && task.status !== 5;
}

/** STATUS as a filter means this: the real status, or −1 for overdue. */
export function subStatus(task: Task, now: number): number {
  return isOverdue(task, now) && task.status !== 4 ? -1 : task.status;
}

/** The chosen scalar fields; unknown names are dropped without a word. */
export function taskFields(world: World, task: Task, names: readonly string[]): Params {
  const row: Params = {};
  for (const name of names) {
    const reader = taskReaders[name] ?? selectedOnly[name];
    if (reader) row[camelKey(name)] = reader(task, world);
  }
  if (names.some((name) => name in linked))
    for (const [name, reader] of Object.entries(linked)) row[camelKey(name)] = reader(task, world);
  if ('status' in row) row['subStatus'] = String(subStatus(task, world.clock.now()));
  return row;
}

export function printDate(world: World, at: number): string {
  return isoAt(at, world.settings.utcOffsetMinutes);
}
