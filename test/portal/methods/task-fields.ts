import type { TaskChanges } from '../acts/tasks.js';
import { RestError } from '../rest/rest-error.js';
import { nextId } from '../world/data.js';
import { parseDate } from '../world/dates.js';
import type { Json, Params } from '../world/json.js';
import { asInt, asInts, asList, asText, isYes } from '../world/json.js';
import type { Task } from '../world/model.js';
import type { World } from '../world/world.js';

/** Request fields of add and update (UPPER_SNAKE) to changes of the row; unknown names change nothing. */

const core = (text: string): RestError => new RestError(400, 'ERROR_CORE', `${text}<br>`);

function dateOf(world: World, value: Json): number | null {
  const text = asText(value);
  return text === '' ? null : parseDate(text, world.settings.utcOffsetMinutes);
}

type Writer = (value: Json, world: World) => TaskChanges;

const writers: Record<string, Writer> = {
  TITLE: (value) => ({ title: asText(value) }),
  DESCRIPTION: (value) => ({ description: asText(value) }),
  GROUP_ID: (value) => ({ groupId: asInt(value) ?? 0 }),
  STAGE_ID: (value) => ({ stageId: asInt(value) ?? 0 }),
  PARENT_ID: (value) => ({ parentId: asInt(value) || null }),
  STATUS: (value) => ({ status: asInt(value) ?? 0 }),
  PRIORITY: (value) => ({ priority: Math.min(2, Math.max(0, asInt(value) ?? 1)) }),
  MARK: (value) => ({ mark: asText(value) || null }),
  CREATED_BY: (value) => ({ createdBy: asInt(value) ?? 0 }),
  RESPONSIBLE_ID: (value) => ({ responsibleId: asInt(value) ?? 0 }),
  ACCOMPLICES: (value) => ({ accomplices: asInts(value) }),
  AUDITORS: (value) => ({ auditors: asInts(value) }),
  DEADLINE: (value, world) => ({ deadlineAt: dateOf(world, value) }),
  START_DATE_PLAN: (value, world) => ({ startPlanAt: dateOf(world, value) }),
  END_DATE_PLAN: (value, world) => ({ endPlanAt: dateOf(world, value) }),
  TIME_ESTIMATE: (value) => ({ estimateSeconds: Math.max(0, asInt(value) ?? 0) }),
  ALLOW_TIME_TRACKING: (value) => ({ allowTimeTracking: isYes(value) }),
  TASK_CONTROL: (value) => ({ taskControl: isYes(value) }),
  ALLOW_CHANGE_DEADLINE: (value) => ({ allowChangeDeadline: isYes(value) }),
  TAGS: (value, world) => ({
    tags: asList(value)
      .map((tag) => asText(tag).trim())
      .filter((title) => title !== '')
      .map((title) => ({ id: nextId(world.data, 'tag'), title })),
  }),
  UF_CRM_TASK: (value) => ({
    crmLinks: asList(value)
      .map(asText)
      .filter((link) => link !== ''),
  }),
  XML_ID: (value) => ({ xmlId: asText(value) || null }),
};

export function readTaskFields(world: World, fields: Params): TaskChanges {
  const changes: TaskChanges = {};
  for (const [name, value] of Object.entries(fields)) {
    const writer = writers[name];
    if (writer) Object.assign(changes, writer(value, world));
  }
  return changes;
}

/** Refuses what the platform refuses; texts end in `<br>` like its own. `task` is absent when adding. */
export function checkTaskFields(world: World, changes: TaskChanges, task?: Task): void {
  const { data } = world;
  if (changes.title?.trim() === '') throw core('Не указано название задачи.');
  if (changes.responsibleId !== undefined && !data.users.has(changes.responsibleId))
    throw core('Исполнитель не найден.');
  if (changes.status !== undefined && ![2, 3, 4, 5, 6].includes(changes.status))
    throw core('Неверный статус.');
  if (changes.groupId !== undefined && changes.groupId !== 0 && !data.groups.has(changes.groupId))
    throw core('Группа не найдена.');
  const parentId = changes.parentId ?? null;
  if (parentId !== null && (parentId === task?.id || !data.tasks.has(parentId)))
    throw core('Базовая задача не найдена.');
  const from = changes.startPlanAt ?? task?.startPlanAt ?? null;
  const until = changes.endPlanAt ?? task?.endPlanAt ?? null;
  if (from !== null && until !== null && until < from) throw core('Дата завершения раньше даты начала.');
}
