import { postMessage } from '../acts/chats.js';
import { chatStorage, freeName, mayUse, saveFile } from '../acts/files.js';
import { method, type Call, type MethodAnswer, type MethodSpec } from '../rest/method.js';
import { RestError } from '../rest/rest-error.js';
import type { Json } from '../world/json.js';
import { asInt, asObject, asText, param } from '../world/json.js';
import { chatIdOf, requireMember, tell } from './chat.js';
import { chatFile } from './chat-file.js';
import { printDate } from './task-view.js';

const maxBytes = 100 * 1024 * 1024;

/** Base64 without a `data:` prefix, or null. */
export function decodeBase64(text: string): Buffer | null {
  const compact = text.replace(/\s/g, '');
  return compact !== '' && /^[A-Za-z0-9+/]+={0,2}$/.test(compact) ? Buffer.from(compact, 'base64') : null;
}

function upload(call: Call): MethodAnswer {
  const { world, user } = call;
  const dialog = asText(param(call.params, 'dialogId'));
  const fields = asObject(param(call.params, 'fields'));
  const name = asText(fields['name']);
  const given = asText(fields['content']);
  if (given === '' || name === '') throw new RestError(400, 'FILE_EMPTY', 'File is empty');
  const content = decodeBase64(given);
  if (content === null) throw new RestError(400, 'FILE_INVALID_CONTENT', 'File content is not valid base64');
  if (content.length > maxBytes) throw new RestError(400, 'FILE_TOO_LARGE', 'File is too large');
  const chatId = openDialog(call, dialog);
  const storage = chatStorage(world, chatId);
  const file = saveFile(world, storage, freeName(world, storage, name), content, user.id);
  const message = postMessage(world, chatId, user.id, asText(fields['message']), [file.id]);
  tell(call, chatId, message);
  return {
    result: {
      file: chatFile(world, file.id, chatId),
      messageId: message.id,
      chatId,
      dialogId: `chat${chatId}`,
    },
  };
}

function openDialog(call: Call, dialog: string): number {
  try {
    const chatId = chatIdOf(call, dialog);
    requireMember(call, chatId);
    return chatId;
  } catch (error) {
    const isForbidden = error instanceof RestError && error.code === 'ACCESS_ERROR';
    throw isForbidden
      ? new RestError(403, 'ACCESS_DENIED', 'Access denied')
      : new RestError(400, 'CHAT_NOT_FOUND', 'Chat not found');
  }
}

function givenChat(call: Call): number {
  const { params } = call;
  const chat = asInt(param(params, 'CHAT_ID'));
  const chatId =
    chat === null ? chatIdOf(call, asText(param(params, 'DIALOG_ID'))) : chatIdOf(call, `chat${chat}`);
  requireMember(call, chatId);
  return chatId;
}

function folder(call: Call): MethodAnswer {
  if (param(call.params, 'CHAT_ID') === undefined && param(call.params, 'DIALOG_ID') === undefined)
    throw new RestError(400, 'CHAT_ID_EMPTY', "Chat ID can't be empty");
  return { result: { ID: chatStorage(call.world, givenChat(call)).rootFolderId } };
}

function commit(call: Call): MethodAnswer {
  const { world, user, params } = call;
  const chatId = givenChat(call);
  const id = asInt(param(params, 'FILE_ID')) ?? asInt(param(params, 'UPLOAD_ID')) ?? 0;
  const file = world.data.files.get(id);
  const storage = world.data.storages.get(file?.storageId ?? 0);
  if (file === undefined || storage === undefined || !mayUse(world, user, storage))
    throw new RestError(400, 'FILES_ERROR', 'File not found');
  const message = postMessage(world, chatId, user.id, asText(param(params, 'MESSAGE')), [id]);
  tell(call, chatId, message);
  const key = `upload${id}`;
  const model: Json = {
    id,
    name: file.name,
    createTime: {},
    updateTime: {},
    deleteTime: null,
    storageId: file.storageId,
    realObjectId: id,
    parentId: file.folderId,
    deletedType: 0,
    createdBy: String(file.createdBy),
    fileId: file.internalId,
    size: file.size,
    createdDate: printDate(world, file.createdAt),
  };
  return {
    result: {
      FILES: { [key]: { ...chatFile(world, id, chatId), date: {} } },
      DISK_ID: [String(id)],
      FILE_MODELS: { [key]: model },
      MESSAGE_ID: message.id,
    },
  };
}

export const chatUploadMethods: MethodSpec[] = [
  method('im.v2.File.upload', 'im', upload),
  method('im.disk.folder.get', 'im', folder),
  method('im.disk.file.commit', 'im', commit),
];
