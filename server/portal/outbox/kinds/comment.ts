import type { PortalRest } from '../../rest/index.js';
import { at, listOf, positiveInt } from '../answer.js';
import { codeOf } from '../marker.js';
import { attachedFiles, commentPayload, type OutboxRow } from '../post.js';
import type { Finding } from '../rules/next-step.js';
import { recognise, type ReadPost } from '../rules/recognise.js';
import { INCOMPLETE, reading, since, writing, type Look, type PostKind } from './kind.js';
import { chatOf, readChat } from './task-chat.js';

/** A comment in a task: a forum comment on the old card, a message of the task's chat on the new one. */
export const comment: PostKind = {
  repeats: (row) => (row.card === 'new' ? 'by-key' : 'never'),
  needsId: () => false,
  call: (row, { taskId }) => {
    const { text } = commentPayload(row);
    if (row.card === 'old') {
      const files = attachedFiles(row).map(({ diskId }) => `n${diskId}`);
      const fields = {
        POST_MESSAGE: text,
        ...(files.length === 0 ? {} : { UF_FORUM_MESSAGE_DOC: files }),
      };
      // positional: task, then fields (api-reference/tasks/comment-item/task-comment-item-add.md)
      return { ...writing(row), method: 'task.commentitem.add', params: [taskId, fields] };
    }
    return {
      ...writing(row),
      method: 'tasks.task.chat.message.send',
      version: 'v3',
      params: { fields: { taskId, text } },
      idempotencyKey: idempotencyKey(row),
    };
  },
  result: (row, { taskId }, answer) => {
    if (taskId === null) return null;
    if (row.card === 'old') {
      const id = positiveInt(answer);
      return id === null ? null : { taskId, commentId: id };
    }
    const sent = at(answer, 'result') === true || positiveInt(at(at(answer, 'item'), 'id')) !== null;
    return sent ? { taskId, commentId: null } : null;
  },
  look: async (rest, row, { taskId, card }) => {
    if (taskId === null) return { finding: { kind: 'not-permitted', code: 'NO_TASK' } };
    const posts = await (card === 'old' ? readComments : readMessages)(rest, row, taskId);
    return Array.isArray(posts) ? lookAmong(posts, row, { taskId, card }) : { finding: posts };
  },
};

/** One key per post and round: the platform runs it once in 24 hours, whatever we do. */
function idempotencyKey(row: Pick<OutboxRow, 'outbox_id' | 'key' | 'round'>): string {
  return `support-hours-${row.outbox_id}-${codeOf(row.key)}-${row.round}`;
}

/** Not narrowed by author: the posting user may have changed in the moment between storing and sending. */
function lookAmong(
  posts: readonly ReadPost[],
  row: OutboxRow,
  { taskId, card }: { taskId: number; card: OutboxRow['card'] },
): Look {
  const sent = { code: codeOf(row.key), text: commentPayload(row).text, authorId: row.author_id };
  const found = recognise(sent, posts);
  if (found.finding !== 'there') return { finding: { kind: found.finding } };
  return { finding: { kind: 'there' }, result: { taskId, commentId: card === 'old' ? found.id : null } };
}

async function readComments(rest: PortalRest, row: OutboxRow, taskId: number): Promise<ReadPost[] | Finding> {
  const answer = await rest.call(reading(row, 'task.commentitem.getlist', [taskId, { ID: 'desc' }]));
  const rows = listOf(answer.result);
  const posts = rows.map((read) => ({
    id: positiveInt(at(read, 'ID')) ?? 0,
    authorId: positiveInt(at(read, 'AUTHOR_ID')) ?? 0,
    text: String(at(read, 'POST_MESSAGE') ?? ''),
  }));
  const oldest = Date.parse(String(at(rows.at(-1), 'POST_DATE')));
  return answer.next === null || oldest < since(row) ? posts : INCOMPLETE;
}

async function readMessages(rest: PortalRest, row: OutboxRow, taskId: number): Promise<ReadPost[] | Finding> {
  const chatId = await chatOf(rest, row, taskId);
  if (chatId === null) return { kind: 'not-permitted', code: 'NO_CHAT' };
  return (await readChat(rest, row, chatId))?.messages ?? INCOMPLETE;
}
