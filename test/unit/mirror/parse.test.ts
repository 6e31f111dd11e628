import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseEntries } from '../../../server/portal/mirror/ask/parse-entry.js';
import {
  parseGroups,
  parseIsAdmin,
  parseMembers,
  parseUsers,
} from '../../../server/portal/mirror/ask/parse-people.js';
import { parseGroupChanges, parseTask, parseTasks } from '../../../server/portal/mirror/ask/parse-task.js';
import { safeFilter } from '../../../server/portal/mirror/rules/task-filter.js';

const at = (iso: string): number => Date.parse(iso);

describe('time entries', () => {
  const row = {
    ...{ ID: '7', TASK_ID: '691', USER_ID: '1', COMMENT_TEXT: 'сделано', SECONDS: '3599', MINUTES: '60' },
    ...{ SOURCE: '2', CREATED_DATE: '2024-05-01T10:00:00+02:00' },
    ...{ DATE_START: '2024-05-16T10:33:15+02:00', DATE_STOP: '2024-05-16T11:33:15+02:00' },
  };

  it('takes seconds, never minutes, and the offset of the date', () => {
    const [entry] = parseEntries([row]);
    expect(entry?.seconds).toBe(3599);
    expect(entry?.workedAt).toBe(at('2024-05-01T08:00:00Z'));
  });

  it('keeps a comment with signs that no database stores, readable', () => {
    const [entry] = parseEntries([{ ...row, COMMENT_TEXT: 'до\u0000после \uD83D и 😀' }]);
    expect(entry?.comment).toBe('до\uFFFDпосле \uFFFD и 😀');
  });

  it('dates the record by its start when typed in, by its stop when a timer made it', () => {
    expect(parseEntries([row])[0]?.madeAt).toBe(at('2024-05-16T08:33:15Z'));
    expect(parseEntries([{ ...row, SOURCE: '3' }])[0]?.madeAt).toBe(at('2024-05-16T09:33:15Z'));
    expect(parseEntries([{ ...row, DATE_START: null }])[0]?.madeAt).toBe(at('2024-05-01T08:00:00Z'));
  });

  it('refuses a row without seconds instead of counting nothing', () => {
    expect(() => parseEntries([{ ...row, SECONDS: '' }])).toThrow();
  });
});

describe('tasks', () => {
  it('reads the empty answer as nothing seen', () => {
    expect(parseTask([])).toBeNull();
  });

  it('reads strings, nulls, tags as a map and the legacy status', () => {
    const facts = parseTask({
      task: {
        ...{ id: '8', groupId: '0', status: '1', timeSpentInLogs: null, parentId: '0', chatId: 0 },
        ...{ title: 'Пример', tags: { 35: { id: 35, title: 'срочно' } }, deadline: '', closedDate: null },
      },
    });
    expect(facts).toMatchObject({ groupId: 0, status: 2, spentSeconds: 0, parentId: null, chatId: null });
    expect(facts?.tags).toEqual(['срочно']);
  });

  it('never makes 1970 of a date that is none', () => {
    expect(parseTasks({ tasks: [{ id: '1', deadline: 'soon' }] })[0]?.deadlineAt).toBeNull();
  });

  it('picks group changes out of a history', () => {
    const row = (field: string, from: string | null, to: string) => ({
      ...{ id: 1, createdDate: '2025-09-25T14:09:45+03:00', field, value: { from, to } },
    });
    const told = { list: [row('NEW', null, ''), row('TITLE', 'a', 'b'), row('GROUP_ID', null, '7')] };
    expect(parseGroupChanges(told)).toEqual([
      { fromGroupId: 0, toGroupId: 7, sinceAt: at('2025-09-25T11:09:45Z') },
    ]);
  });
});

describe('people and groups', () => {
  it('reads the platform’s own examples', () => {
    const example = (method: string): unknown => {
      const file = new URL(`../../contract/official/${method}.json`, import.meta.url);
      const parsed = JSON.parse(readFileSync(file, 'utf8')) as { resultExample: { result: unknown } };
      return parsed.resultExample.result;
    };
    expect(parseUsers(example('user.get'), 5)[0]).toMatchObject({
      userId: 1,
      userType: 'employee',
      active: true,
    });
    expect(parseGroups(example('sonet_group.get'), 5).map((group) => group.groupId)).toEqual([77, 79]);
    expect(parseMembers(example('sonet_group.user.get'))[0]).toEqual({ userId: 1269, role: 'A' });
    expect(parseEntries(example('task.elapseditem.getlist'))[0]?.seconds).toBe(3600);
    expect(parseTasks(example('tasks.task.list'))[0]?.title).toBe('Пример задачи');
    expect(parseTask(example('tasks.task.get'))?.taskId).toBe(8017);
  });

  it('knows an administrator only from a plain true', () => {
    expect([{ ADMIN: true }, { ADMIN: 'Y' }, {}, []].map(parseIsAdmin)).toEqual([true, false, false, false]);
  });
});

describe('filters that would answer everything', () => {
  it('are refused before they leave', () => {
    expect(() => safeFilter({ GROUP_ID: [] })).toThrow();
    expect(() => safeFilter({ groupId: 5 })).toThrow();
    expect(safeFilter({ GROUP_ID: [5], '>ID': 0 })).toEqual({ GROUP_ID: [5], '>ID': 0 });
  });
});
