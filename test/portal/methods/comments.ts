import { canReadTask } from '../acts/access.js';
import { commentTask, editComment, removeComment } from '../acts/comments.js';
import { mayUse } from '../acts/files.js';
import { fullName } from '../acts/people.js';
import { method, type Call, type MethodAnswer, type MethodSpec } from '../rest/method.js';
import { arrayArgument, intArgument, taskError } from '../rest/positional.js';
import { nextId } from '../world/data.js';
import type { Json, Params } from '../world/json.js';
import { asInt, asList, asText } from '../world/json.js';
import type { Comment, Task } from '../world/model.js';
import { printDate } from './task-view.js';

/** `task.commentitem.*`: by position. On the new card only `add` works, and its id means nothing. */

const where = 'ctaskcommentitem';

function taskAt(call: Call): Task {
  const task = call.world.data.tasks.get(intArgument(call.args, 0, 'taskId', where));
  if (task === undefined || !canReadTask(call.world, call.user, task))
    throw taskError(1, 'Task not found or not accessible');
  return task;
}

function oldCardOnly(call: Call): void {
  if (call.world.settings.card === 'new') throw taskError(8, 'Action failed');
}

function commentAt(call: Call): Comment {
  const task = taskAt(call);
  oldCardOnly(call);
  const comment = call.world.data.comments.get(intArgument(call.args, 1, 'itemId', where));
  if (comment === undefined || comment.taskId !== task.id)
    throw taskError(512, 'Item not found or not accessible');
  return comment;
}

/** Disk ids with an `n`; the author must be able to read the files. */
function fileIds(call: Call, fields: Params, authorId: number): number[] {
  const { data } = call.world;
  const author = data.users.get(authorId) ?? call.user;
  return asList(fields['UF_FORUM_MESSAGE_DOC']).map((item) => {
    const id = Number(/^n(\d+)$/.exec(asText(item))?.[1] ?? NaN);
    const storage = data.storages.get(data.files.get(id)?.storageId ?? 0);
    if (storage === undefined || !mayUse(call.world, author, storage)) throw taskError(8, 'Action failed');
    return id;
  });
}

function add(call: Call): MethodAnswer {
  const task = taskAt(call);
  const fields = arrayArgument(call.args, 1, 'arFields', where);
  const text = asText(fields['POST_MESSAGE']);
  if (text.trim() === '') throw taskError(256, 'POST_MESSAGE must be given');
  const authorId = asInt(fields['AUTHOR_ID']) || call.user.id;
  const posted = commentTask(call.world, task, authorId, text, fileIds(call, fields, authorId), call.user.id);
  return { result: posted.card === 'old' ? posted.comment.id : nextId(call.world.data, 'opaqueComment') };
}

function row(call: Call, comment: Comment): Params {
  const { world } = call;
  const author = world.data.users.get(comment.authorId);
  const attached = comment.attachmentIds.map((id): [string, Json] => {
    const file = world.data.files.get(world.data.attachments.get(id)?.fileId ?? 0);
    const path = `/bitrix/tools/disk/uf.php?attachedId=${id}&ncc=1&action=`;
    return [
      String(id),
      {
        ATTACHMENT_ID: String(id),
        NAME: file?.name ?? '',
        SIZE: String(file?.size ?? 0),
        FILE_ID: String(file?.id ?? 0),
        DOWNLOAD_URL: `${path}download`,
        VIEW_URL: `${path}show`,
      },
    ];
  });
  return {
    POST_MESSAGE_HTML: null,
    ID: String(comment.id),
    AUTHOR_ID: String(comment.authorId),
    AUTHOR_NAME: author ? fullName(author) : '',
    AUTHOR_EMAIL: '',
    POST_DATE: printDate(world, comment.createdAt),
    POST_MESSAGE: comment.text,
    ATTACHED_OBJECTS: Object.fromEntries(attached),
  };
}

function list(call: Call): MethodAnswer {
  const task = taskAt(call);
  oldCardOnly(call);
  const order = Object.entries(arrayArgument(call.args, 1, 'arOrder', where));
  const filter = arrayArgument(call.args, 2, 'arFilter', where);
  const after = asInt(filter['>ID']);
  const author = asInt(filter['AUTHOR_ID']);
  const found = (call.world.data.commentsByTask.get(task.id) ?? []).filter(
    (comment) => (after === null || comment.id > after) && (author === null || comment.authorId === author),
  );
  const isDescending = asText(order[0]?.[1]).toLowerCase() === 'desc';
  return { result: (isDescending ? [...found].reverse() : found).map((comment) => row(call, comment)) };
}

function mayChange(call: Call, comment: Comment): void {
  if (!call.user.admin && comment.authorId !== call.user.id) throw taskError(4, 'Action is not allowed');
}

function update(call: Call): MethodAnswer {
  const comment = commentAt(call);
  mayChange(call, comment);
  const text = asText(arrayArgument(call.args, 2, 'arFields', where)['POST_MESSAGE']);
  if (text.trim() === '') throw taskError(256, 'POST_MESSAGE must be given');
  editComment(call.world, comment, text, call.user.id);
  return { result: true };
}

function remove(call: Call): MethodAnswer {
  const comment = commentAt(call);
  mayChange(call, comment);
  removeComment(call.world, comment, call.user.id);
  return { result: true };
}

export const commentMethods: MethodSpec[] = [
  method('task.commentitem.add', 'task', add),
  method('task.commentitem.get', 'task', (call) => ({ result: row(call, commentAt(call)) })),
  method('task.commentitem.getlist', 'task', list),
  method('task.commentitem.update', 'task', update),
  method('task.commentitem.delete', 'task', remove),
];
