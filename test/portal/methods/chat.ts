import { chatMembers, canReadTask } from '../acts/access.js';
import { postMessage } from '../acts/chats.js';
import { fullName } from '../acts/people.js';
import { taskEvents } from '../events/emit.js';
import { method, type Call, type MethodAnswer, type MethodSpec } from '../rest/method.js';
import { RestError } from '../rest/rest-error.js';
import { listOf } from '../world/data.js';
import type { Json, Params } from '../world/json.js';
import { asInt, asText, param } from '../world/json.js';
import type { Message } from '../world/model.js';
import { chatFile } from './chat-file.js';
import { printDate } from './task-view.js';

/** Chats: `chatN` of a task or workgroup, `sgN` the chat of workgroup N, a bare number a person. */

export function chatIdOf(call: Call, dialog: string): number {
  const { data } = call.world;
  const id = Number(/^(?:chat|sg)?(\d+)$/.exec(dialog)?.[1] ?? NaN);
  if (dialog.startsWith('chat') && data.chats.has(id)) return id;
  const group = data.groups.get(id);
  if (dialog.startsWith('sg') && group) return group.chatId;
  if (/^\d+$/.test(dialog) && data.users.has(id)) return privateChat(call, id);
  throw new RestError(400, /^\d+$/.test(dialog) ? 'USER_NOT_FOUND' : 'CHAT_ID', 'Dialog not found');
}

function privateChat(call: Call, otherId: number): number {
  const { data } = call.world;
  const [low, high] = [call.user.id, otherId].sort((one, other) => one - other);
  const id = 1_000_000 + (low ?? 0) * 1_000 + (high ?? 0);
  if (!data.chats.has(id)) data.chats.set(id, { id, entityType: 'PRIVATE', entityId: otherId });
  return id;
}

/** Members only; administrators too have to be participants. */
export function requireMember(call: Call, chatId: number): void {
  const chat = call.world.data.chats.get(chatId);
  if (chat?.entityType === 'PRIVATE' || chatMembers(call.world, chatId).has(call.user.id)) return;
  throw new RestError(403, 'ACCESS_ERROR', 'You do not have access to the specified dialog');
}

/** A message in a task's chat is a comment: the event says so. */
export function tell(call: Call, chatId: number, message: Message): void {
  const chat = call.world.data.chats.get(chatId);
  if (chat?.entityType === 'TASKS_TASK')
    taskEvents.commented(call.world, chat.entityId, { messageId: message.id }, call.user.id);
}

function add(call: Call): MethodAnswer {
  const dialog = asText(param(call.params, 'DIALOG_ID'));
  const text = asText(param(call.params, 'MESSAGE'));
  if (dialog === '') throw new RestError(400, 'USER_ID_EMPTY', 'User ID is empty');
  if (text === '' && param(call.params, 'ATTACH') === undefined)
    throw new RestError(400, 'MESSAGE_EMPTY', 'Message is empty');
  const chatId = chatIdOf(call, dialog);
  requireMember(call, chatId);
  const message = postMessage(call.world, chatId, call.user.id, text);
  tell(call, chatId, message);
  return { result: message.id };
}

function ownMessage(call: Call): Message {
  const message = call.world.data.messages.get(asInt(param(call.params, 'MESSAGE_ID')) ?? 0);
  if (message === undefined || message.deleted)
    throw new RestError(400, 'MESSAGE_ID_ERROR', 'Message not found');
  if (message.authorId !== call.user.id)
    throw new RestError(400, 'CANT_EDIT_MESSAGE', 'Time to edit the message has expired or access denied');
  return message;
}

function update(call: Call): MethodAnswer {
  const message = ownMessage(call);
  const text = asText(param(call.params, 'MESSAGE'));
  if (text === '') message.deleted = true;
  else message.text = text;
  return { result: true };
}

function remove(call: Call): MethodAnswer {
  ownMessage(call).deleted = true;
  return { result: true };
}

function messageRow(call: Call, message: Message): Params {
  return {
    id: message.id,
    chat_id: message.chatId,
    author_id: message.authorId,
    date: printDate(call.world, message.createdAt),
    text: message.text,
    unread: false,
    uuid: null,
    replaces: [],
    params: message.fileIds.length === 0 ? [] : { FILE_ID: message.fileIds },
    disappearing_date: null,
  };
}

function userRow(call: Call, id: number): Json {
  const user = call.world.data.users.get(id);
  return {
    id,
    active: user?.active ?? false,
    name: user ? fullName(user) : '',
    first_name: user?.name ?? '',
    last_name: user?.lastName ?? '',
    work_position: user?.workPosition ?? '',
    color: '#4ba984',
    avatar: '',
    gender: user?.gender ?? '',
    birthday: '',
    extranet: user?.type === 'extranet',
    network: false,
    bot: false,
    connector: false,
    external_auth_id: 'default',
    status: 'online',
    departments: user?.departmentIds ?? [],
    type: 'user',
  };
}

/** Newest first; LAST_ID = older than, FIRST_ID = newer than (oldest first is kept, as the page of messages after it). */
function read(call: Call): MethodAnswer {
  const { world, params } = call;
  const chatId = chatIdOf(call, asText(param(params, 'DIALOG_ID')));
  requireMember(call, chatId);
  const limit = Math.min(50, Math.max(1, asInt(param(params, 'LIMIT')) ?? 20));
  const lastId = asInt(param(params, 'LAST_ID'));
  const firstId = asInt(param(params, 'FIRST_ID'));
  const all = listOf(world.data.messagesByChat, chatId).filter((message) => !message.deleted);
  const after = firstId === null ? null : all.filter((message) => message.id > firstId).slice(0, limit);
  const cut = after ?? all.filter((message) => lastId === null || message.id < lastId).slice(-limit);
  const authors = [...new Set(cut.map((message) => message.authorId))];
  const files = cut.flatMap((message) => message.fileIds).map((id) => chatFile(world, id, chatId));
  return {
    result: {
      chat_id: chatId,
      messages: [...cut].reverse().map((message) => messageRow(call, message)),
      users: authors.map((id) => userRow(call, id)),
      files,
    },
  };
}

function getChat(call: Call): MethodAnswer {
  const { world, params } = call;
  const type = asText(param(params, 'ENTITY_TYPE'));
  const entityId = asInt(param(params, 'ENTITY_ID')) ?? 0;
  const task = world.data.tasks.get(entityId);
  if (type === 'TASKS_TASK' && (task === undefined || !canReadTask(world, call.user, task)))
    return { result: null };
  const chat = [...world.data.chats.values()].find(
    (row) => row.entityType === type && row.entityId === entityId,
  );
  return { result: chat ? { ID: chat.id } : null };
}

export const chatMethods: MethodSpec[] = [
  method('im.message.add', 'im', add),
  method('im.message.update', 'im', update),
  method('im.message.delete', 'im', remove),
  method('im.dialog.messages.get', 'im', read),
  method('im.chat.get', 'im', getChat),
];
