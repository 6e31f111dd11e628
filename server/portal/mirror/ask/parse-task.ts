import { z } from 'zod';
import type { GroupChange, TaskFacts } from '../readings.js';
import { wireInstant, wireInteger, wireIntegerOr, wireText } from './wire.js';

/** Exact UPPER_SNAKE names: others are dropped in silence. */
export const TASK_SELECT = [
  'ID',
  'GROUP_ID',
  'PARENT_ID',
  'TITLE',
  'STATUS',
  'PRIORITY',
  'RESPONSIBLE_ID',
  'CREATED_BY',
  'DEADLINE',
  'CREATED_DATE',
  'CLOSED_DATE',
  'TIME_ESTIMATE',
  'TIME_SPENT_IN_LOGS',
  'TAGS',
  'CHAT_ID',
];

/** A list of titles, or a map id → {id, title}, or `[]`. */
const tagsSchema = z
  .unknown()
  .optional()
  .transform((value): string[] => {
    if (typeof value !== 'object' || value === null) return [];
    return Object.values(value).flatMap((tag: unknown) => {
      if (typeof tag === 'string') return [tag];
      const titled = z.object({ title: z.string() }).safeParse(tag);
      return titled.success ? [titled.data.title] : [];
    });
  });

const taskSchema = z.object({
  id: wireInteger,
  groupId: wireIntegerOr(0),
  parentId: wireIntegerOr(null),
  title: wireText,
  status: wireIntegerOr(2),
  priority: wireIntegerOr(1),
  responsibleId: wireIntegerOr(0),
  createdBy: wireIntegerOr(0),
  deadline: wireInstant,
  createdDate: wireInstant,
  closedDate: wireInstant,
  timeEstimate: wireIntegerOr(0),
  timeSpentInLogs: wireIntegerOr(0),
  tags: tagsSchema,
  chatId: wireIntegerOr(null),
});

/** `{task: {…}}` of `tasks.task.get`; null for `[]`, which stands for "absent", "no access" and any inner error. */
export function parseTask(result: unknown): TaskFacts | null {
  if (Array.isArray(result) && result.length === 0) return null;
  return toFacts(z.object({ task: taskSchema }).parse(result).task);
}

/** `{tasks: […]}` of `tasks.task.list`. */
export function parseTasks(result: unknown): TaskFacts[] {
  return z
    .object({ tasks: z.array(taskSchema) })
    .parse(result)
    .tasks.map(toFacts);
}

function toFacts(row: z.infer<typeof taskSchema>): TaskFacts {
  return {
    taskId: row.id,
    groupId: row.groupId,
    title: row.title,
    // 1 (new) is a legacy status that means the same as 2.
    status: row.status === 1 ? 2 : row.status,
    priority: row.priority,
    responsibleId: row.responsibleId,
    createdBy: row.createdBy,
    parentId: row.parentId === 0 ? null : row.parentId,
    deadlineAt: row.deadline,
    createdAt: row.createdDate,
    closedAt: row.closedDate,
    estimateSeconds: row.timeEstimate,
    spentSeconds: row.timeSpentInLogs,
    tags: row.tags,
    chatId: row.chatId === 0 ? null : row.chatId,
  };
}

const historySchema = z.object({
  list: z.array(
    z.object({
      createdDate: wireInstant,
      field: z.string(),
      value: z.object({ from: wireIntegerOr(0), to: wireIntegerOr(0) }),
    }),
  ),
});

/** Group changes of `tasks.task.history.list` with `filter: {FIELD: 'GROUP_ID'}`. */
export function parseGroupChanges(result: unknown): GroupChange[] {
  if (Array.isArray(result)) return [];
  const rows = z
    .object({ list: z.array(z.object({ field: z.string() }).loose()) })
    .parse(result)
    .list.filter((row) => row.field === 'GROUP_ID');
  return historySchema.parse({ list: rows }).list.flatMap((row) => {
    if (row.createdDate === null) return [];
    return [{ fromGroupId: row.value.from, toGroupId: row.value.to, sinceAt: row.createdDate }];
  });
}
