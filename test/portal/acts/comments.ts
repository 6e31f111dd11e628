import { taskEvents } from '../events/emit.js';
import { listOf, nextId } from '../world/data.js';
import type { Comment, Message, Task } from '../world/model.js';
import type { World } from '../world/world.js';
import { postMessage, taskChatId } from './chats.js';
import { attach } from './files.js';
import { writeHistory } from './history.js';

export type Posted = { card: 'old'; comment: Comment } | { card: 'new'; message: Message };

/** A person (or the app) writes to a task: a forum comment on the old card, a chat message on the new one. */
export function commentTask(
  world: World,
  task: Task,
  authorId: number,
  text: string,
  fileIds: number[] = [],
  eventActor: number | null = authorId,
): Posted {
  task.activityAt = world.clock.nowSecond();
  task.commentCount += 1;
  if (world.settings.card === 'new') {
    const message = postMessage(world, taskChatId(world, task), authorId, text, fileIds);
    taskEvents.commented(world, task.id, { messageId: message.id }, eventActor);
    return { card: 'new', message };
  }
  task.forumTopicId ??= nextId(world.data, 'topic');
  const id = nextId(world.data, 'comment');
  const attachmentIds = fileIds.map((fileId) => attach(world, fileId, 'forum_message', id, authorId).id);
  const comment = { id, taskId: task.id, authorId, text, createdAt: world.clock.nowSecond(), attachmentIds };
  world.data.comments.set(id, comment);
  listOf(world.data.commentsByTask, task.id).push(comment);
  writeHistory(world, task.id, { field: 'COMMENT', from: null, to: String(id), userId: authorId });
  taskEvents.commented(world, task.id, { commentId: id }, eventActor);
  return { card: 'old', comment };
}

export function editComment(world: World, comment: Comment, text: string, actorId: number): void {
  comment.text = text;
  taskEvents.commentChanged(world, comment.taskId, comment.id, 'EDIT', actorId);
}

export function removeComment(world: World, comment: Comment, actorId: number): void {
  world.data.comments.delete(comment.id);
  const ofTask = listOf(world.data.commentsByTask, comment.taskId);
  ofTask.splice(ofTask.indexOf(comment), 1);
  taskEvents.commentChanged(world, comment.taskId, comment.id, 'DEL', actorId);
}
