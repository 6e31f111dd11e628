import { attach, openStorage, saveFile, storageOf } from '../portal/acts/files.js';
import type { GivenWorld } from './start-world.js';

/** Somebody attached a file of the group's disk to a task. */
export function giveFile(
  { portal: { world } }: GivenWorld,
  of: { taskId: number; groupId: number; userId: number; name: string },
): void {
  const group = String(of.groupId);
  const storage = storageOf(world, 'group', group) ?? openStorage(world, 'group', group, 'Общий диск');
  const file = saveFile(world, storage, of.name, Buffer.from('картинка'), of.userId);
  const { id } = attach(world, file.id, 'tasks_task', of.taskId, of.userId);
  world.data.tasks.get(of.taskId)?.attachmentIds.push(id);
}
