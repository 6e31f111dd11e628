import { listOf, nextId } from '../world/data.js';
import type { Chat, Message, Task } from '../world/model.js';
import type { World } from '../world/world.js';

export function openChat(world: World, entityType: Chat['entityType'], entityId: number): Chat {
  const chat = { id: nextId(world.data, 'chat'), entityType, entityId };
  world.data.chats.set(chat.id, chat);
  return chat;
}

/** The chat of a task on the new card, opened when the portal got the new card after the task was made. */
export function taskChatId(world: World, task: Task): number {
  task.chatId ??= openChat(world, 'TASKS_TASK', task.id).id;
  return task.chatId;
}

export function postMessage(
  world: World,
  chatId: number,
  authorId: number,
  text: string,
  fileIds: number[] = [],
): Message {
  const message: Message = {
    id: nextId(world.data, 'message'),
    chatId,
    authorId,
    text,
    createdAt: world.clock.nowSecond(),
    fileIds,
    deleted: false,
  };
  world.data.messages.set(message.id, message);
  listOf(world.data.messagesByChat, chatId).push(message);
  return message;
}
