import type { PortalRest } from '../../rest/index.js';
import { at, positiveInt } from '../answer.js';
import { plannedTimePayload, type OutboxRow } from '../post.js';
import { reading, writing, type Look, type PostKind } from './kind.js';

/** The planned time of a task: `tasks.task.update` with TIME_ESTIMATE, recognised by reading it back. */
export const plannedTime: PostKind = {
  repeats: () => 'never',
  needsId: () => false,
  call: (row) => {
    const { taskId, seconds } = plannedTimePayload(row);
    return {
      ...writing(row),
      method: 'tasks.task.update',
      params: { taskId, fields: { TIME_ESTIMATE: seconds } },
    };
  },
  result: (row, _to, answer) =>
    positiveInt(at(at(answer, 'task'), 'id')) === null
      ? null
      : { taskId: plannedTimePayload(row).taskId, commentId: null },
  look: lookAtTask,
};

async function lookAtTask(rest: PortalRest, row: OutboxRow): Promise<Look> {
  const { taskId, seconds } = plannedTimePayload(row);
  const params = { taskId, select: ['ID', 'TIME_ESTIMATE'] };
  const answer = await rest.call(reading(row, 'tasks.task.get', params));
  const planned = at(at(answer.result, 'task'), 'timeEstimate');
  if (planned === undefined) return { finding: { kind: 'not-permitted', code: 'TASK_UNREADABLE' } };
  if (Number(planned) !== seconds) return { finding: { kind: 'absent' } };
  return { finding: { kind: 'there' }, result: { taskId, commentId: null } };
}
