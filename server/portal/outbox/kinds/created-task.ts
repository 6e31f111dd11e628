import { DateTime } from 'luxon';
import type { PortalRest } from '../../rest/index.js';
import { at, listOf, positiveInt } from '../answer.js';
import { codeOf } from '../marker.js';
import { taskPayload, type OutboxRow } from '../post.js';
import { INCOMPLETE, MAX_PAGES, reading, SKEW_MS, writing, type Look, type PostKind } from './kind.js';

/** A task of ours: `tasks.task.add`, recognised by the code in its description. */
export const createdTask: PostKind = {
  repeats: () => 'never',
  needsId: () => true,
  call: (row) => {
    const { groupId, title, description, auditorIds, responsibleId, diskIds = [] } = taskPayload(row);
    const fields = {
      TITLE: title,
      DESCRIPTION: description,
      GROUP_ID: groupId,
      RESPONSIBLE_ID: responsibleId ?? row.author_id,
      AUDITORS: [...auditorIds],
      ...(diskIds.length === 0 ? {} : { UF_TASK_WEBDAV_FILES: diskIds.map((id) => `n${id}`) }),
    };
    return { ...writing(row), method: 'tasks.task.add', params: { fields } };
  },
  result: (_row, _to, answer) => {
    const id = positiveInt(at(at(answer, 'task'), 'id'));
    return id === null ? null : { taskId: id, commentId: null };
  },
  look: (rest, row, { confirmed }) => lookForTask(rest, row, confirmed),
};

/**
 * Tasks the author created since; where a person says it is there (`confirmed`), all of the group, whoever created them.
 * Ours bears the code in its description.
 */
async function lookForTask(rest: PortalRest, row: OutboxRow, confirmed: boolean): Promise<Look> {
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

function isoOf(at: number): string {
  return DateTime.fromMillis(at, { zone: 'utc' }).toISO({ suppressMilliseconds: true }) ?? '';
}
