import { nextId } from '../world/data.js';
import type { Attachment, DiskFile, Storage } from '../world/model.js';
import type { World } from '../world/world.js';

export function openStorage(
  world: World,
  entityType: Storage['entityType'],
  entityId: string,
  name: string,
): Storage {
  const storage = {
    id: nextId(world.data, 'storage'),
    name,
    entityType,
    entityId,
    rootFolderId: nextId(world.data, 'folder'),
  };
  world.data.storages.set(storage.id, storage);
  return storage;
}

export function storageOf(
  world: World,
  entityType: Storage['entityType'],
  entityId: string,
): Storage | undefined {
  return [...world.data.storages.values()].find(
    (row) => row.entityType === entityType && row.entityId === entityId,
  );
}

export function saveFile(
  world: World,
  storage: Storage,
  name: string,
  content: Buffer,
  userId: number,
): DiskFile {
  const file = {
    id: nextId(world.data, 'file'),
    internalId: nextId(world.data, 'internalFile'),
    name,
    size: content.length,
    content,
    storageId: storage.id,
    folderId: storage.rootFolderId,
    createdBy: userId,
    createdAt: world.clock.nowSecond(),
  };
  world.data.files.set(file.id, file);
  return file;
}

export function attach(
  world: World,
  fileId: number,
  entityType: Attachment['entityType'],
  entityId: number,
  userId: number,
): Attachment {
  const row = {
    id: nextId(world.data, 'attachment'),
    fileId,
    entityType,
    entityId,
    createdBy: userId,
    createdAt: world.clock.nowSecond(),
  };
  world.data.attachments.set(row.id, row);
  return row;
}
