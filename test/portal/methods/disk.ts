import { canSeeGroup } from '../acts/access.js';
import { openStorage, saveFile, storageOf } from '../acts/files.js';
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

function mayUse(call: Call, storage: Storage): boolean {
  const { world, user } = call;
  if (user.admin || user.type === 'system') return true;
  if (storage.entityType === 'user') return storage.entityId === String(user.id);
  return storage.entityType === 'group' && canSeeGroup(world, user, Number(storage.entityId));
}

function storages(call: Call): MethodAnswer {
  const filter = Object.entries(asObject(param(call.params, 'filter')));
  const rows = [...call.world.data.storages.values()].filter((storage) => {
    const row = storageRow(storage);
    return (
      mayUse(call, storage) &&
      storage.entityType !== 'restapp' &&
      filter.every(([key, value]) => asList(value).map(asText).includes(asText(row[key])))
    );
  });
  return pagedAnswer(rows, call.start, (cut) => cut.map(storageRow));
}

function uploadInto(call: Call, storage: Storage | undefined): MethodAnswer {
  const { world, user } = call;
  if (storage === undefined) throw new RestError(400, 'ERROR_NOT_FOUND', 'Could not find entity with id');
  if (!mayUse(call, storage)) throw accessDenied();
  const name = asText(asObject(param(call.params, 'data'))['NAME']);
  const given = param(call.params, 'fileContent');
  if (given === undefined) return uploadUrl(call, storage);
  const parts = asList(given).map(asText);
  const content = decodeBase64(parts[1] ?? parts[0] ?? '');
  if (name === '') throw new RestError(400, 'DISK_BASE_SERVICE_22001', 'Required field NAME is empty');
  if (content === null) throw new RestError(400, 'ERROR_COULD_NOT_SAVE_FILE', 'Could not save file');
  return { result: fileRow(world, saveFile(world, storage, name, content, user.id)) };
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
  const id = asInt(param(call.params, 'id'));
  return uploadInto(
    call,
    [...call.world.data.storages.values()].find((storage) => storage.rootFolderId === id),
  );
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
  method('disk.attachedObject.get', 'disk', attached),
];
