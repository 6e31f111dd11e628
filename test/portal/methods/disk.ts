import { filesIn, freeName, mayUse, openStorage, saveFile, storageOf } from '../acts/files.js';
import { method, pagedAnswer, type Call, type MethodAnswer, type MethodSpec } from '../rest/method.js';
import { accessDenied, RestError } from '../rest/rest-error.js';
import type { Json, Params } from '../world/json.js';
import { asInt, asList, asObject, asText, param } from '../world/json.js';
import type { DiskFile, Storage } from '../world/model.js';
import type { World } from '../world/world.js';
import { originOf } from '../world/world.js';
import { decodeBase64 } from './chat-upload.js';
import { printDate } from './task-view.js';

/** Disk: storages, uploads, attachments. `ID` is the disk object, `FILE_ID` an internal number nobody should use. */

function storageRow(row: Storage): Params {
  return {
    ID: String(row.id),
    NAME: row.name,
    CODE: null,
    MODULE_ID: 'disk',
    ENTITY_TYPE: row.entityType,
    ENTITY_ID: row.entityId,
    ROOT_OBJECT_ID: String(row.rootFolderId),
  };
}

export function fileRow(world: World, file: DiskFile): Params {
  return {
    ID: file.id,
    NAME: file.name,
    CODE: null,
    STORAGE_ID: String(file.storageId),
    TYPE: 'file',
    PARENT_ID: String(file.folderId),
    DELETED_TYPE: 0,
    GLOBAL_CONTENT_VERSION: 1,
    FILE_ID: file.internalId,
    SIZE: String(file.size),
    CREATE_TIME: printDate(world, file.createdAt),
    UPDATE_TIME: printDate(world, file.createdAt),
    DELETE_TIME: null,
    CREATED_BY: String(file.createdBy),
    UPDATED_BY: String(file.createdBy),
    DELETED_BY: null,
    DOWNLOAD_URL: `${originOf(world)}/disk/${file.id}/${encodeURIComponent(file.name)}`,
    DETAIL_URL: `${originOf(world)}/company/personal/user/${file.createdBy}/disk/file/${encodeURIComponent(file.name)}`,
  };
}

function appStorage(call: Call): MethodAnswer {
  const { world, user } = call;
  if (!user.admin && user.type !== 'system') throw accessDenied();
  const entityId = String(world.app.installId);
  return {
    result: storageRow(
      storageOf(world, 'restapp', entityId) ??
        openStorage(world, 'restapp', entityId, world.settings.app.code),
    ),
  };
}

function storages(call: Call): MethodAnswer {
  const filter = Object.entries(asObject(param(call.params, 'filter')));
  const rows = [...call.world.data.storages.values()].filter((storage) => {
    const row = storageRow(storage);
    return (
      mayUse(call.world, call.user, storage) &&
      storage.entityType !== 'restapp' &&
      !storage.entityId.startsWith('chat') &&
      filter.every(([key, value]) => asList(value).map(asText).includes(asText(row[key])))
    );
  });
  return pagedAnswer(rows, call.start, (cut) => cut.map(storageRow));
}

function uploadInto(call: Call, storage: Storage | undefined): MethodAnswer {
  const { world, user } = call;
  if (storage === undefined) throw new RestError(400, 'ERROR_NOT_FOUND', 'Could not find entity with id');
  if (!mayUse(world, user, storage)) throw accessDenied();
  const name = asText(asObject(param(call.params, 'data'))['NAME']);
  const given = param(call.params, 'fileContent');
  if (given === undefined) return uploadUrl(call, storage);
  const parts = asList(given).map(asText);
  const content = decodeBase64(parts[1] ?? parts[0] ?? '');
  if (name === '') throw new RestError(400, 'DISK_BASE_SERVICE_22001', 'Required field NAME is empty');
  if (content === null) throw new RestError(400, 'ERROR_COULD_NOT_SAVE_FILE', 'Could not save file');
  const isUnique = param(call.params, 'generateUniqueName');
  const free = freeName(world, storage, name);
  if (free !== name && (isUnique === undefined || isUnique === false || isUnique === 'false'))
    throw new RestError(400, 'DISK_OBJ_22000', 'Файл с таким именем уже есть');
  return { result: fileRow(world, saveFile(world, storage, free, content, user.id)) };
}

function uploadUrl(call: Call, storage: Storage): MethodAnswer {
  const token = Buffer.from(JSON.stringify({ storageId: storage.id, userId: call.user.id })).toString(
    'base64url',
  );
  return { result: { field: 'file', uploadUrl: `${originOf(call.world)}/rest/upload.json?token=${token}` } };
}

function byStorage(call: Call): MethodAnswer {
  return uploadInto(call, call.world.data.storages.get(asInt(param(call.params, 'id')) ?? 0));
}

function byFolder(call: Call): MethodAnswer {
  return uploadInto(call, folderAt(call));
}

/** Folders are the roots of storages here. */
function folderAt(call: Call): Storage | undefined {
  const id = asInt(param(call.params, 'id'));
  return [...call.world.data.storages.values()].find((storage) => storage.rootFolderId === id);
}

/** What the caller may read; without that right an empty list, not a refusal. In this list numbers are text. */
function children(call: Call): MethodAnswer {
  const { world, user } = call;
  const storage = folderAt(call);
  if (storage === undefined) throw new RestError(400, 'ERROR_NOT_FOUND', 'Could not find entity with id');
  const filter = asObject(param(call.params, 'filter'));
  const rows = mayUse(world, user, storage) ? filesIn(world, storage) : [];
  const kept = rows.filter((file) =>
    Object.entries(filter).every(([key, value]) => isKept(file, key, asText(value))),
  );
  const order = asObject(param(call.params, 'order'));
  const isDescending = asText(order['ID']).toLowerCase() === 'desc';
  const sorted = kept.sort((one, other) => (isDescending ? other.id - one.id : one.id - other.id));
  return pagedAnswer(sorted, call.start, (cut) => cut.map((file) => childRow(world, file)));
}

function isKept(file: DiskFile, key: string, value: string): boolean {
  if (key === 'NAME' || key === '=NAME') return file.name === value;
  if (key === '%NAME') return file.name.includes(value);
  if (key === 'ID') return String(file.id) === value;
  return true;
}

function childRow(world: World, file: DiskFile): Params {
  const row = fileRow(world, file);
  return {
    ...row,
    ID: String(file.id),
    FILE_ID: String(file.internalId),
    DELETED_TYPE: '0',
    GLOBAL_CONTENT_VERSION: '1',
    DELETED_BY: '0',
  };
}

function attached(call: Call): MethodAnswer {
  const { world } = call;
  const row = world.data.attachments.get(asInt(param(call.params, 'id')) ?? 0);
  const file = world.data.files.get(row?.fileId ?? 0);
  if (row === undefined || file === undefined)
    throw new RestError(400, 'ERROR_NOT_FOUND', 'Could not find entity with id');
  const answer: Json = {
    ID: String(row.id),
    OBJECT_ID: String(row.fileId),
    MODULE_ID: row.entityType === 'tasks_task' ? 'tasks' : 'forum',
    ENTITY_TYPE: row.entityType,
    ENTITY_ID: String(row.entityId),
    CREATE_TIME: printDate(world, row.createdAt),
    CREATED_BY: String(row.createdBy),
    DOWNLOAD_URL: `${originOf(world)}/disk/${file.id}/${encodeURIComponent(file.name)}`,
    NAME: file.name,
    SIZE: String(file.size),
  };
  return { result: answer };
}

export const diskMethods: MethodSpec[] = [
  method('disk.storage.getForApp', 'disk', appStorage),
  method('disk.storage.getList', 'disk', storages),
  method('disk.storage.uploadFile', 'disk', byStorage),
  method('disk.folder.uploadFile', 'disk', byFolder),
  method('disk.folder.getChildren', 'disk', children),
  method('disk.attachedObject.get', 'disk', attached),
];
