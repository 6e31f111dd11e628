import { canReadTask } from '../acts/access.js';
import type { Call, MethodAnswer } from '../rest/method.js';
import { arrayArgument, intArgument, taskError } from '../rest/positional.js';
import { entryPosition } from '../world/data.js';
import { parseDate } from '../world/dates.js';
import type { Json, Params } from '../world/json.js';
import { asInt, asList, asObject, asText, isObject } from '../world/json.js';
import type { TimeEntry } from '../world/model.js';
import type { World } from '../world/world.js';
import { entryRow } from './elapsed-row.js';

/** `task.elapseditem.getlist`: [TASKID], ORDER, FILTER, SELECT, PARAMS by position. */

const where = 'ctaskelapseditem::getlist()';
const maxPageSize = 50;

type Test = (entry: TimeEntry) => boolean;

const numbers: Record<string, (entry: TimeEntry) => number> = {
  ID: (entry) => entry.id,
  TASK_ID: (entry) => entry.taskId,
  USER_ID: (entry) => entry.userId,
  CREATED_DATE: (entry) => entry.workedAt,
};

const orders: Record<string, (entry: TimeEntry) => number> = {
  ...numbers,
  MINUTES: (entry) => entry.seconds,
  SECONDS: (entry) => entry.seconds,
  DATE_START: (entry) => entry.startAt,
  DATE_STOP: (entry) => entry.stopAt,
};

function compare(have: number, operator: string, wanted: number): boolean {
  if (operator === '>') return have > wanted;
  if (operator === '>=') return have >= wanted;
  if (operator === '<') return have < wanted;
  if (operator === '<=') return have <= wanted;
  return have === wanted;
}

function conditionOf(world: World, key: string, value: Json): Test {
  const [, negation = '', operator = '', name = ''] = /^(!?)(<=|>=|<|>|=)?(.*)$/.exec(key) ?? [];
  const read = numbers[name];
  if (read === undefined) throw taskError(256, `Key ${key} in filter is not allowed`);
  const number = (item: Json): number =>
    name === 'CREATED_DATE'
      ? (parseDate(asText(item), world.settings.utcOffsetMinutes) ?? 0)
      : (asInt(item) ?? 0);
  const wanted = (typeof value === 'object' && value !== null ? asList(value) : [value]).map(number);
  return (entry) => wanted.some((one) => compare(read(entry), operator, one)) !== (negation === '!');
}

interface Asked {
  taskId: number;
  order: Params;
  filter: Params;
  select: string[];
  pageSize: number;
  pageNumber: number | null;
}

/** An array in the first place means "no task"; the text "0" of a batch or form does not. */
function read(call: Call): Asked {
  const first = call.args[0];
  const isWithoutTask = first === undefined || (typeof first === 'object' && first !== null);
  const args: Json[] = isWithoutTask ? [0, ...call.args] : call.args;
  const taskId = intArgument(args, 0, 'taskId', where);
  if (taskId === 0 && args[0] !== 0) throw taskError(1, 'Task not found or not accessible');
  const navigation = asObject(arrayArgument(args, 4, 'params', where)['NAV_PARAMS']);
  const pageNumber =
    isObject(navigation) && Object.keys(navigation).length > 0
      ? Math.max(1, asInt(navigation['iNumPage']) ?? 1)
      : null;
  return {
    taskId,
    order: arrayArgument(args, 1, 'order', where),
    filter: arrayArgument(args, 2, 'filter', where),
    select: Object.values(arrayArgument(args, 3, 'select', where)).map(asText),
    pageSize: Math.min(maxPageSize, Math.max(1, asInt(navigation['nPageSize']) ?? maxPageSize)),
    pageNumber,
  };
}

function sorter(order: Params): ((one: TimeEntry, other: TimeEntry) => number) | null {
  const rules = Object.entries(order).map(([name, direction]) => {
    const key = orders[name];
    const word = asText(direction);
    if (key === undefined) throw taskError(256, `Key ${name} in order is not allowed`);
    if (!/^(asc|desc)$/.test(name.startsWith('DATE') || name === 'CREATED_DATE' ? word : word.toLowerCase()))
      throw taskError(256, `Direction ${word} of ${name} is not allowed`);
    return { name, key, sign: word.toLowerCase() === 'desc' ? -1 : 1 };
  });
  // rows lie in order of id already
  if (rules.length === 0 || (rules.length === 1 && rules[0]?.name === 'ID' && rules[0].sign === 1))
    return null;
  return (one, other) => {
    for (const { key, sign } of rules) if (key(one) !== key(other)) return sign * (key(one) - key(other));
    return one.id - other.id;
  };
}

/** Which rows may match: those of the task, or all after the lower bound of ids. */
function candidates(world: World, asked: Asked): { rows: readonly TimeEntry[]; from: number } {
  if (asked.taskId > 0) return { rows: world.data.entriesByTask.get(asked.taskId) ?? [], from: 0 };
  const after = asInt(asked.filter['>ID']);
  const { entries } = world.data;
  return { rows: entries, from: after === null ? 0 : entryPosition(world.data, after + 1) };
}

function visible(call: Call): Test {
  const { world, user } = call;
  if (user.admin || user.type === 'system') return () => true;
  const known = new Map<number, boolean>();
  return (entry) => {
    const kept = known.get(entry.taskId);
    if (kept !== undefined) return kept;
    const task = world.data.tasks.get(entry.taskId);
    const may = task !== undefined && canReadTask(world, user, task);
    known.set(entry.taskId, may);
    return may;
  };
}

/** Matching rows; without conditions left and for an administrator the range itself, uncopied. */
function matching(call: Call, asked: Asked): { rows: readonly TimeEntry[]; from: number } {
  const range = candidates(call.world, asked);
  const conditions = Object.entries(asked.filter)
    .filter(([key]) => !(key === '>ID' && asked.taskId === 0))
    .map(([key, value]) => conditionOf(call.world, key, value));
  const isOpen = asked.taskId > 0 || call.user.admin || call.user.type === 'system';
  const sort = sorter(asked.order);
  if (conditions.length === 0 && isOpen && sort === null) return range;
  const mayRead = isOpen ? (): boolean => true : visible(call);
  const found: TimeEntry[] = [];
  for (let index = range.from; index < range.rows.length; index += 1) {
    const entry = range.rows[index];
    if (entry && conditions.every((test) => test(entry)) && mayRead(entry)) found.push(entry);
  }
  return { rows: sort ? found.sort(sort) : found, from: 0 };
}

export function elapsedList(call: Call): MethodAnswer {
  const asked = read(call);
  if (asked.taskId > 0) {
    const task = call.world.data.tasks.get(asked.taskId);
    if (task === undefined || !canReadTask(call.world, call.user, task))
      throw taskError(1, 'Task not found or not accessible');
  }
  const { rows, from } = matching(call, asked);
  const total = rows.length - from;
  const print = (entry: TimeEntry): Json => entryRow(call.world, entry, asked.select);
  if (asked.taskId > 0 && asked.pageNumber === null) return { result: rows.slice(from).map(print), total };
  const offset = ((asked.pageNumber ?? 1) - 1) * asked.pageSize;
  const cut = rows.slice(from + offset, from + offset + asked.pageSize);
  const next = offset + cut.length;
  return { result: cut.map(print), total, ...(next < total && cut.length > 0 ? { next } : {}) };
}
