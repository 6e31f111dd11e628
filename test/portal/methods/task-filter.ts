import { parseDate } from '../world/dates.js';
import type { Json, Params } from '../world/json.js';
import { asInt, asList, asObject, asText, isYes } from '../world/json.js';
import type { Task } from '../world/model.js';
import type { World } from '../world/world.js';
import { subStatus } from './task-view.js';

/** Filters of `tasks.task.list`: exact UPPER_SNAKE keys; unknown keys and empty arrays are dropped without a word. */

type Value = number | string | null;
type Test = (task: Task) => boolean;
interface Field {
  kind: 'number' | 'text' | 'date';
  read: (task: Task, world: World) => Value | Value[];
}

const number = (read: Field['read']): Field => ({ kind: 'number', read });
const text = (read: Field['read']): Field => ({ kind: 'text', read });
const date = (read: Field['read']): Field => ({ kind: 'date', read });

const fields: Record<string, Field> = {
  ID: number((task) => task.id),
  PARENT_ID: number((task) => task.parentId),
  GROUP_ID: number((task) => task.groupId),
  CREATED_BY: number((task) => task.createdBy),
  STATUS_CHANGED_BY: number((task) => task.statusChangedBy),
  PRIORITY: number((task) => task.priority),
  FORUM_TOPIC_ID: number((task) => task.forumTopicId),
  RESPONSIBLE_ID: number((task) => task.responsibleId),
  TITLE: text((task) => task.title),
  TAG: text((task) => task.tags.map((tag) => tag.title)),
  REAL_STATUS: number((task) => task.status),
  STATUS: number((task, world) => subStatus(task, world.clock.now())),
  MARK: text((task) => task.mark),
  SITE_ID: text(() => 's1'),
  ADD_IN_REPORT: text(() => 'N'),
  DATE_START: date((task) => task.startedAt),
  DEADLINE: date((task) => task.deadlineAt),
  CREATED_DATE: date((task) => task.createdAt),
  CLOSED_DATE: date((task) => task.closedAt),
  CHANGED_DATE: date((task) => task.changedAt),
  ACTIVITY_DATE: date((task) => task.activityAt),
  ACCOMPLICE: number((task) => task.accomplices),
  AUDITOR: number((task) => task.auditors),
  DEPENDS_ON: number(() => []),
  STAGE_ID: number((task) => task.stageId),
  SPRINT_ID: number(() => null),
  BACKLOG_ID: number(() => null),
  UF_CRM_TASK: text((task) => task.crmLinks),
};

/** What a value of the request means for a field; an unparsable date becomes 1970. */
function wantedValue(field: Field, value: Json, world: World): Value {
  if (value === null || value === '' || value === false) return null;
  if (field.kind === 'text') return asText(value);
  if (field.kind === 'date') return parseDate(asText(value), world.settings.utcOffsetMinutes) ?? 0;
  return asInt(value) ?? 0;
}

function compare(have: Value, operator: string, wanted: Value): boolean {
  if (operator === '' || operator === '=') return have === wanted || (wanted === null && have === 0);
  if (operator === '%')
    return String(have ?? '')
      .toLowerCase()
      .includes(String(wanted ?? '').toLowerCase());
  if (have === null || wanted === null) return false;
  if (operator === '>') return have > wanted;
  if (operator === '>=') return have >= wanted;
  if (operator === '<') return have < wanted;
  return have <= wanted;
}

function testOf(world: World, key: string, value: Json): Test | null {
  const [, negation = '', operator = '', name = ''] = /^(!?)(<=|>=|<|>|=|%)?(.*)$/.exec(key) ?? [];
  const field = fields[name];
  if (field === undefined || (Array.isArray(value) && value.length === 0)) return null;
  const values = (typeof value === 'object' && value !== null ? asList(value) : [value]).map((item) =>
    wantedValue(field, item, world),
  );
  return (task) => {
    const have = field.read(task, world);
    const haves = Array.isArray(have) ? (have.length === 0 ? [null] : have) : [have];
    const isMatch = values.some((wanted) => haves.some((one) => compare(one, operator, wanted)));
    return negation === '!' ? !isMatch : isMatch;
  };
}

/** All conditions together; keys that are not known filter nothing. */
export function taskFilter(world: World, filter: Json | undefined): Test {
  const given: Params = asObject(filter);
  const tests = Object.entries(given).flatMap(([key, value]) => testOf(world, key, value) ?? []);
  if (isYes(given['ONLY_ROOT_TASKS'])) tests.push((task) => task.parentId === null);
  return (task) => tests.every((test) => test(task));
}

/** Lower bound of ids the filter asks for, so that keyset pages need no scan from the start. */
export function idsAfter(filter: Json | undefined): number {
  return asInt(asObject(filter)['>ID']) ?? 0;
}
