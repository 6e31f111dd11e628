/** What the portal says of tasks and hours, as plain data. */

export interface TaskFacts {
  taskId: number;
  /** 0 = no group. */
  groupId: number;
  title: string;
  status: number;
  priority: number;
  responsibleId: number;
  createdBy: number;
  parentId: number | null;
  deadlineAt: number | null;
  createdAt: number | null;
  closedAt: number | null;
  estimateSeconds: number;
  /** TIME_SPENT_IN_LOGS. */
  spentSeconds: number;
  tags: string[];
  /** null = not told (old card, or a list that leaves it out). */
  chatId: number | null;
}

export interface EntryFacts {
  entryId: number;
  taskId: number;
  userId: number;
  seconds: number;
  comment: string;
  /** Work instant (CREATED_DATE). */
  workedAt: number;
  /** When the record was made. */
  madeAt: number;
  source: number;
}

/** One change of a task's group, as its history tells it. */
export interface GroupChange {
  fromGroupId: number;
  toGroupId: number;
  sinceAt: number;
}
