import type { EntryFacts, TaskFacts } from '../readings.js';
import { PAGE_ROWS } from '../rules/choose-pages.js';
import { safeFilter } from '../rules/task-filter.js';
import type { Ask } from './ask-together.js';
import type { PagedList } from './list-pages.js';
import { parseEntries } from './parse-entry.js';
import { parseTasks, TASK_SELECT } from './parse-task.js';

/**
 * Entries of the whole portal. TASKID is left out (a batch would send the string "0", which is taken for a task
 * id), so ORDER comes first and every argument has a value: empty ones vanish in a batch and the rest would shift.
 * https://apidocs.bitrix24.com/api-reference/tasks/elapsed-item/task-elapsed-item-get-list.html
 */
export function entriesOfPortal(filter: { workedFrom?: string } = {}): PagedList<EntryFacts> {
  const since = filter.workedFrom === undefined ? {} : { '>=CREATED_DATE': filter.workedFrom };
  return {
    page: (afterId, page): Ask => ({
      method: 'task.elapseditem.getlist',
      params: {
        ORDER: { ID: 'asc' },
        FILTER: safeFilter({ '>ID': afterId, ...since }),
        SELECT: ['*'],
        PARAMS: { NAV_PARAMS: { nPageSize: PAGE_ROWS, iNumPage: page } },
      },
    }),
    rowsOf: parseEntries,
    idOf: (entry) => entry.entryId,
  };
}

/** Tasks of the portal, or of some groups (at least one). */
export function tasksOf(groupIds: readonly number[] | 'all'): PagedList<TaskFacts> {
  const inGroups = groupIds === 'all' ? {} : { GROUP_ID: [...groupIds] };
  return {
    page: (afterId, page): Ask => ({
      method: 'tasks.task.list',
      params: {
        order: { ID: 'asc' },
        filter: safeFilter({ '>ID': afterId, ...inGroups }),
        select: TASK_SELECT,
        start: (page - 1) * PAGE_ROWS,
      },
    }),
    rowsOf: parseTasks,
    idOf: (task) => task.taskId,
  };
}

export function askTask(taskId: number): Ask {
  return { method: 'tasks.task.get', params: { taskId, select: TASK_SELECT } };
}

/** All entries of a task: not paged as long as no NAV_PARAMS are sent. */
export function askEntriesOfTask(taskId: number): Ask {
  return { method: 'task.elapseditem.getlist', params: { TASKID: taskId, ORDER: { ID: 'asc' } } };
}

export function askGroupHistory(taskId: number): Ask {
  return { method: 'tasks.task.history.list', params: { taskId, filter: safeFilter({ FIELD: 'GROUP_ID' }) } };
}
