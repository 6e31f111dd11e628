import { nextId } from '../world/data.js';
import type { Attachment, DiskFile, Storage, User } from '../world/model.js';
import type { World } from '../world/world.js';
import { canSeeGroup, chatMembers } from './access.js';

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

/** The folder of a chat's files. */
export function chatStorage(world: World, chatId: number): Storage {
  const entityId = `chat${chatId}`;
  return storageOf(world, 'common', entityId) ?? openStorage(world, 'common', entityId, entityId);
}

export function filesIn(world: World, storage: Storage): DiskFile[] {
  return [...world.data.files.values()].filter((file) => file.folderId === storage.rootFolderId);
}

/** The name, with a number where the folder holds it already: `report (1).pdf`. */
export function freeName(world: World, storage: Storage, name: string): string {
  const taken = new Set(filesIn(world, storage).map((file) => file.name));
  const dot = name.lastIndexOf('.');
  const [base, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  let free = name;
  for (let number = 1; taken.has(free); number += 1) free = `${base} (${number})${ending}`;
  return free;
}

/** Who may read and add files there: a chat's participants, a group's members, one's own; administrators the rest. */
export function mayUse(world: World, user: User, storage: Storage): boolean {
  const chatId = /^chat(\d+)$/.exec(storage.entityId)?.[1];
  if (chatId !== undefined) return chatMembers(world, Number(chatId)).has(user.id);
  if (user.admin || user.type === 'system') return true;
  if (storage.entityType === 'user') return storage.entityId === String(user.id);
  return storage.entityType === 'group' && canSeeGroup(world, user, Number(storage.entityId));
}
