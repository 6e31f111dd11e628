import { DateTime } from 'luxon';
import type { TaskCard } from '../installs/index.js';
import type { PortalRest } from '../rest/index.js';
import { codeOf } from './marker.js';
import { commentPayload, taskPayload, type OutboxRow, type PostResult } from './post.js';
import type { Finding } from './rules/next-step.js';
import { recognise, type ReadPost } from './rules/recognise.js';
import { at, positiveInt } from './write-call.js';

export interface Look {
  finding: Finding;
  result?: PostResult;
}

/** Clocks of portal and app may differ; looking back further costs nothing, less might miss the post. */
const SKEW_MS = 24 * 3_600_000;
const MAX_PAGES = 40;
const PAGE = 50;

/** Reads back what could be the comment. Throws the RestError of a read that failed. */
export async function lookForComment(
  rest: PortalRest,
  row: OutboxRow,
  { card, taskId }: { card: TaskCard; taskId: number },
): Promise<Look> {
  const read = card === 'old' ? readComments : readMessages;
  const posts = await read(rest, row, taskId);
  if (!Array.isArray(posts)) return { finding: posts };
  const found = recognise(
    { code: codeOf(row.key), text: commentPayload(row).text, authorId: row.author_id },
    posts,
  );
  if (found.finding !== 'there') return { finding: { kind: found.finding } };
  return { finding: { kind: 'there' }, result: { taskId, commentId: card === 'old' ? found.id : null } };
}

/**
 * Tasks the author created since; where a person says it is there (`confirmed`), all of the group, whoever created them.
 * Ours bears the code in its description. Throws the RestError of a read that failed.
 */
export async function lookForTask(rest: PortalRest, row: OutboxRow, confirmed: boolean): Promise<Look> {
  const code = codeOf(row.key);
  const inGroup = confirmed || row.author_id === null || row.send_started_at === null;
  const filter = inGroup
    ? { GROUP_ID: taskPayload(row).groupId }
    : { CREATED_BY: row.author_id, '>=CREATED_DATE': isoOf((row.send_started_at ?? 0) - SKEW_MS) };
  for (let start = 0, page = 0; page < MAX_PAGES; page += 1) {
    const params = {
      order: { ID: 'desc' },
      filter,
      select: ['ID', 'DESCRIPTION', 'CREATED_BY', 'CREATED_DATE'],
      start,
    };
    const answer = await rest.call(reading(row, 'tasks.task.list', params));
    const tasks = listOf(at(answer.result, 'tasks'));
    const ours = tasks.find((task) => String(at(task, 'description') ?? '').includes(code));
    const taskId = positiveInt(at(ours, 'id'));
    if (taskId !== null) return { finding: { kind: 'there' }, result: { taskId, commentId: null } };
    if (answer.next === null || tasks.length === 0) return { finding: { kind: 'absent' } };
    start = answer.next;
  }
  return { finding: INCOMPLETE };
}

/** Old card. Not narrowed by author: the posting user may have changed in the moment between storing and sending. */
async function readComments(rest: PortalRest, row: OutboxRow, taskId: number): Promise<ReadPost[] | Finding> {
  const answer = await rest.call(reading(row, 'task.commentitem.getlist', [taskId, { ID: 'desc' }]));
  const rows = listOf(answer.result);
  const posts = rows.map((comment) => ({
    id: positiveInt(at(comment, 'ID')) ?? 0,
    authorId: positiveInt(at(comment, 'AUTHOR_ID')) ?? 0,
    text: String(at(comment, 'POST_MESSAGE') ?? ''),
  }));
  const oldest = Date.parse(String(at(rows.at(-1), 'POST_DATE')));
  return answer.next === null || oldest < since(row) ? posts : INCOMPLETE;
}

/** New card: messages of the task's chat, newest first, back to before the send. */
async function readMessages(rest: PortalRest, row: OutboxRow, taskId: number): Promise<ReadPost[] | Finding> {
  const answer = await rest.call(reading(row, 'tasks.task.get', { taskId, select: ['ID', 'CHAT_ID'] }));
  const chatId = positiveInt(at(at(answer.result, 'task'), 'chatId'));
  if (chatId === null) return { kind: 'not-permitted', code: 'NO_CHAT' };
  const posts: ReadPost[] = [];
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const lastId = posts.at(-1)?.id;
    const params = {
      DIALOG_ID: `chat${chatId}`,
      LIMIT: PAGE,
      ...(lastId === undefined ? {} : { LAST_ID: lastId }),
    };
    const messages = await rest.call(reading(row, 'im.dialog.messages.get', params));
    const rows = listOf(at(messages.result, 'messages'));
    const older = rows
      .map(readMessage)
      .sort((a, b) => b.id - a.id)
      .filter(({ id }) => lastId === undefined || id < lastId);
    posts.push(...older);
    const oldest = Math.min(...rows.map((message) => Date.parse(String(at(message, 'date')))));
    if (rows.length < PAGE || older.length === 0 || oldest < since(row)) return posts;
  }
  return INCOMPLETE;
}

const INCOMPLETE: Finding = { kind: 'not-permitted', code: 'INCOMPLETE' };

function readMessage(message: unknown): ReadPost {
  return {
    id: positiveInt(at(message, 'id')) ?? 0,
    authorId: positiveInt(at(message, 'author_id')) ?? 0,
    text: String(at(message, 'text') ?? ''),
  };
}

/** Nothing older can be the post. */
function since(row: OutboxRow): number {
  return (row.first_send_at ?? row.send_started_at ?? row.created_at) - SKEW_MS;
}

function reading(
  row: OutboxRow,
  method: string,
  params: Record<string, unknown> | unknown[],
): Parameters<PortalRest['call']>[0] {
  return { portalId: row.portal_id, method, params, as: 'posting', urgency: 'background', repeatable: true };
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function isoOf(at: number): string {
  return DateTime.fromMillis(at, { zone: 'utc' }).toISO({ suppressMilliseconds: true }) ?? '';
}
