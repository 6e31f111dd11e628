import { canReadTask, canTrackTime } from '../acts/access.js';
import { changeEntry, createEntry, removeEntry } from '../acts/entries.js';
import { method, type Call, type MethodAnswer, type MethodSpec } from '../rest/method.js';
import { arrayArgument, intArgument, taskError } from '../rest/positional.js';
import { findEntry } from '../world/data.js';
import { parseDate } from '../world/dates.js';
import type { Params } from '../world/json.js';
import { asInt, asText } from '../world/json.js';
import type { Task, TimeEntry } from '../world/model.js';
import { elapsedList } from './elapsed-list.js';
import { entryRow } from './elapsed-row.js';

/** `task.elapseditem.*`: arguments by position, names ignored. */

const addable = ['USER_ID', 'COMMENT_TEXT', 'SECONDS', 'SOURCE', 'CREATED_DATE', 'DATE_START', 'DATE_STOP'];
const changeable = ['SECONDS', 'COMMENT_TEXT', 'CREATED_DATE'];

function taskAt(call: Call, where: string): Task {
  const task = call.world.data.tasks.get(intArgument(call.args, 0, 'taskId', where));
  if (task === undefined || !canReadTask(call.world, call.user, task))
    throw taskError(1, 'Task not found or not accessible');
  return task;
}

function entryAt(call: Call, where: string): TimeEntry {
  const task = taskAt(call, where);
  const entry = findEntry(call.world.data, intArgument(call.args, 1, 'itemId', where));
  if (entry === undefined || entry.taskId !== task.id)
    throw taskError(512, 'Item not found or not accessible');
  return entry;
}

function fieldsAt(call: Call, index: number, allowed: readonly string[], where: string): Params {
  const fields = arrayArgument(call.args, index, 'arFields', where);
  for (const name of Object.keys(fields))
    if (!allowed.includes(name)) throw taskError(256, `Field ${name} is not allowed`);
  const seconds = asInt(fields['SECONDS']);
  if (seconds === null || seconds < 0) throw taskError(256, 'SECONDS must be given as an integer');
  if (!('COMMENT_TEXT' in fields)) throw taskError(256, 'COMMENT_TEXT must be given');
  return fields;
}

function dateIn(call: Call, fields: Params, name: string): number | undefined {
  const text = asText(fields[name]);
  return text === '' ? undefined : (parseDate(text, call.world.settings.utcOffsetMinutes) ?? 0);
}

function mayChange(call: Call, entry: TimeEntry): boolean {
  return call.user.admin || call.user.type === 'system' || entry.userId === call.user.id;
}

/** SOURCE is accepted and overwritten with 2; USER_ID absent or "0" is the caller. */
function add(call: Call): MethodAnswer {
  const where = 'ctaskelapseditem::add()';
  const task = taskAt(call, where);
  const fields = fieldsAt(call, 1, addable, where);
  if (!canTrackTime(call.world, call.user, task)) throw taskError(4, 'Action is not allowed');
  const [workedAt, startAt, stopAt] = ['CREATED_DATE', 'DATE_START', 'DATE_STOP'].map((name) =>
    dateIn(call, fields, name),
  );
  const entry = createEntry(call.world, task, {
    taskId: task.id,
    userId: asInt(fields['USER_ID']) || call.user.id,
    seconds: asInt(fields['SECONDS']) ?? 0,
    comment: asText(fields['COMMENT_TEXT']),
    source: 2,
    ...(workedAt === undefined ? {} : { workedAt }),
    ...(startAt === undefined ? {} : { startAt }),
    ...(stopAt === undefined ? {} : { stopAt }),
  });
  return { result: entry.id };
}

function update(call: Call): MethodAnswer {
  const where = 'ctaskelapseditem::update()';
  const entry = entryAt(call, where);
  const fields = fieldsAt(call, 2, changeable, where);
  if (!mayChange(call, entry)) throw taskError(4, 'Action is not allowed');
  const workedAt = dateIn(call, fields, 'CREATED_DATE');
  changeEntry(call.world, entry, {
    seconds: asInt(fields['SECONDS']) ?? 0,
    comment: asText(fields['COMMENT_TEXT']),
    ...(workedAt === undefined ? {} : { workedAt }),
  });
  return { result: null };
}

function remove(call: Call): MethodAnswer {
  const entry = entryAt(call, 'ctaskelapseditem::delete()');
  if (!mayChange(call, entry)) throw taskError(4, 'Action is not allowed');
  removeEntry(call.world, entry, call.user.id);
  return { result: null };
}

function get(call: Call): MethodAnswer {
  return { result: [entryRow(call.world, entryAt(call, 'ctaskelapseditem::get()'))] };
}

function isAllowed(call: Call): MethodAnswer {
  const where = 'ctaskelapseditem::isActionAllowed()';
  const task = taskAt(call, where);
  const action = intArgument(call.args, 2, 'actionId', where);
  if (action === 1) return { result: canTrackTime(call.world, call.user, task) };
  return { result: mayChange(call, entryAt(call, where)) };
}

export const elapsedMethods: MethodSpec[] = [
  method('task.elapseditem.add', 'task', add),
  method('task.elapseditem.update', 'task', update),
  method('task.elapseditem.delete', 'task', remove),
  method('task.elapseditem.get', 'task', get),
  method('task.elapseditem.getlist', 'task', elapsedList),
  method('task.elapseditem.isactionallowed', 'task', isAllowed),
];
