import { codeOf } from './marker.js';
import { commentPayload, taskPayload, type OutboxRow, type PostResult } from './post.js';
import type { RestCall } from '../rest/index.js';

/** The one REST call that makes this post, for the card and author the row was begun with. */
export function writeCall(row: OutboxRow, taskId: number | null): RestCall {
  const common = {
    portalId: row.portal_id,
    as: 'posting',
    urgency: 'background',
    repeatable: false,
  } as const;
  if (row.kind === 'create-report-task') {
    return { ...common, method: 'tasks.task.add', params: { fields: taskFields(row) } };
  }
  const { text } = commentPayload(row);
  if (row.card === 'old') {
    // positional: task, then fields (api-reference/tasks/comment-item/task-comment-item-add.md)
    return { ...common, method: 'task.commentitem.add', params: [taskId, { POST_MESSAGE: text }] };
  }
  return {
    ...common,
    method: 'tasks.task.chat.message.send',
    version: 'v3',
    params: { fields: { taskId, text } },
    idempotencyKey: idempotencyKey(row),
  };
}

/** One key per post and round: the platform runs it once in 24 hours, whatever we do. */
export function idempotencyKey(row: Pick<OutboxRow, 'outbox_id' | 'key' | 'round'>): string {
  return `support-hours-${row.outbox_id}-${codeOf(row.key)}-${row.round}`;
}

/** What a clear success says; null where the answer is not one we know, so the call may or may not have run. */
export function readResult(row: OutboxRow, taskId: number | null, result: unknown): PostResult | null {
  if (row.kind === 'create-report-task') {
    const id = positiveInt(at(at(result, 'task'), 'id'));
    return id === null ? null : { taskId: id, commentId: null };
  }
  if (taskId === null) return null;
  if (row.card === 'old') {
    const id = positiveInt(result);
    return id === null ? null : { taskId, commentId: id };
  }
  const sent = at(result, 'result') === true || positiveInt(at(at(result, 'item'), 'id')) !== null;
  return sent ? { taskId, commentId: null } : null;
}

/** The value under `key`, whatever the answer turned out to be. */
export function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

/** Ids come as numbers or as text. */
export function positiveInt(value: unknown): number | null {
  const id = typeof value === 'string' ? Number(value) : value;
  return typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? id : null;
}

function taskFields(row: OutboxRow): Record<string, unknown> {
  const { groupId, title, description, auditorIds } = taskPayload(row);
  return {
    TITLE: title,
    DESCRIPTION: description,
    GROUP_ID: groupId,
    RESPONSIBLE_ID: row.author_id,
    AUDITORS: [...auditorIds],
  };
}
