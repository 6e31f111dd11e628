import type { PortalRest } from '../../rest/index.js';
import { at, listOf, positiveInt } from '../answer.js';
import { observersPayload, type OutboxRow } from '../post.js';
import { reading, writing, type Look, type PostKind } from './kind.js';

/**
 * People who are to hear of a task: `tasks.task.update` with AUDITORS, recognised by reading them back. The method sets
 * the whole list, so it is read first: whoever was put there by hand stays.
 */
export const observers: PostKind = {
  repeats: () => 'never',
  needsId: () => false,
  call: async (row, _to, rest) => {
    const { taskId, userIds } = observersPayload(row);
    const standing = await readObservers(rest, row);
    if (standing === null) return null;
    const AUDITORS = [...new Set([...standing, ...userIds])];
    return { ...writing(row), method: 'tasks.task.update', params: { taskId, fields: { AUDITORS } } };
  },
  result: (row, _to, answer) =>
    positiveInt(at(at(answer, 'task'), 'id')) === null
      ? null
      : { taskId: observersPayload(row).taskId, commentId: null },
  look: lookAtTask,
};

async function lookAtTask(rest: PortalRest, row: OutboxRow): Promise<Look> {
  const { taskId, userIds } = observersPayload(row);
  const standing = await readObservers(rest, row);
  if (standing === null) return { finding: { kind: 'not-permitted', code: 'TASK_UNREADABLE' } };
  if (!userIds.every((userId) => standing.includes(userId))) return { finding: { kind: 'absent' } };
  return { finding: { kind: 'there' }, result: { taskId, commentId: null } };
}

async function readObservers(rest: PortalRest, row: OutboxRow): Promise<number[] | null> {
  const params = { taskId: observersPayload(row).taskId, select: ['ID', 'AUDITORS'] };
  const answer = await rest.call(reading(row, 'tasks.task.get', params));
  const auditors = at(at(answer.result, 'task'), 'auditors');
  return auditors === undefined ? null : listOf(auditors).flatMap((id) => positiveInt(id) ?? []);
}
