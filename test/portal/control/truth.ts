import type { DeletedEntry, FeedPost, Notice, Timer, TimeEntry } from '../world/model.js';
import type { World } from '../world/world.js';
import { chatMembers } from '../acts/access.js';

/** The portal's own truth: what an app must agree with in the end. */

export interface TruthEntry extends TimeEntry {
  /** The group the task stands in now (0 = none). */
  groupId: number;
}

export interface TruthPost {
  kind: 'comment' | 'message';
  id: number;
  taskId: number | null;
  /** Workgroup whose chat it stands in, for messages outside tasks. */
  groupId: number | null;
  chatId: number | null;
  authorId: number;
  text: string;
  createdAt: number;
  files: { id: number; name: string; size: number }[];
}

export interface TruthTask {
  id: number;
  title: string;
  groupId: number;
  status: number;
  createdBy: number;
  responsibleId: number;
  chatId: number | null;
  spentSeconds: number;
  /** 0 = none was made. */
  estimateSeconds: number;
  groupHistory: { groupId: number; sinceAt: number }[];
  attachments: { id: number; fileId: number; name: string; size: number }[];
  chatMembers: number[];
  auditors: number[];
}

export interface Truth {
  entries: TruthEntry[];
  deletedEntries: DeletedEntry[];
  tasks: TruthTask[];
  deletedTaskIds: number[];
  /** Seconds of live entries. */
  secondsByTask: Record<string, number>;
  /** By the group the task stands in now. */
  secondsByGroup: Record<string, number>;
  /** By the group at the moment the entry was made. */
  secondsByGroupWhenMade: Record<string, number>;
  /** Comments and chat messages, oldest first. */
  posts: TruthPost[];
  feed: FeedPost[];
  notices: Notice[];
  timers: Timer[];
}

function add(sums: Record<string, number>, key: number, seconds: number): void {
  sums[key] = (sums[key] ?? 0) + seconds;
}

function fileViews(world: World, ids: readonly number[]): { id: number; name: string; size: number }[] {
  return ids.flatMap((id) => {
    const file = world.data.files.get(id);
    return file ? [{ id, name: file.name, size: file.size }] : [];
  });
}

export function readPosts(world: World): TruthPost[] {
  const comments = [...world.data.comments.values()].map((row): TruthPost => {
    const fileIds = row.attachmentIds.flatMap((id) => world.data.attachments.get(id)?.fileId ?? []);
    const { id, taskId, authorId, text, createdAt } = row;
    return {
      kind: 'comment',
      id,
      taskId,
      groupId: null,
      chatId: null,
      authorId,
      text,
      createdAt,
      files: fileViews(world, fileIds),
    };
  });
  const messages = [...world.data.messages.values()].flatMap((row): TruthPost[] => {
    if (row.deleted) return [];
    const chat = world.data.chats.get(row.chatId);
    const { id, chatId, authorId, text, createdAt } = row;
    const taskId = chat?.entityType === 'TASKS_TASK' ? chat.entityId : null;
    const groupId = chat?.entityType === 'SONET_GROUP' ? chat.entityId : null;
    return [
      {
        kind: 'message',
        id,
        taskId,
        groupId,
        chatId,
        authorId,
        text,
        createdAt,
        files: fileViews(world, row.fileIds),
      },
    ];
  });
  return [...comments, ...messages].sort(
    (one, other) => one.createdAt - other.createdAt || one.id - other.id,
  );
}

function readTasks(world: World): TruthTask[] {
  return [...world.data.tasks.values()].map((task) => {
    const { id, title, groupId, status, createdBy, responsibleId, chatId } = task;
    const { estimateSeconds, groupHistory, auditors } = task;
    const attachments = task.attachmentIds.flatMap((rowId) => {
      const fileId = world.data.attachments.get(rowId)?.fileId ?? 0;
      const file = world.data.files.get(fileId);
      return file ? [{ id: rowId, fileId, name: file.name, size: file.size }] : [];
    });
    const members = chatId === null ? [] : [...chatMembers(world, chatId)];
    return {
      id,
      title,
      groupId,
      status,
      createdBy,
      responsibleId,
      chatId,
      spentSeconds: task.spentSeconds ?? 0,
      estimateSeconds,
      groupHistory,
      attachments,
      chatMembers: members,
      auditors,
    };
  });
}

export function readTruth(world: World): Truth {
  const { data } = world;
  const secondsByTask: Record<string, number> = {};
  const secondsByGroup: Record<string, number> = {};
  const secondsByGroupWhenMade: Record<string, number> = {};
  const entries = data.entries.map((entry): TruthEntry => {
    const groupId = data.tasks.get(entry.taskId)?.groupId ?? 0;
    add(secondsByTask, entry.taskId, entry.seconds);
    add(secondsByGroup, groupId, entry.seconds);
    add(secondsByGroupWhenMade, entry.groupIdWhenMade, entry.seconds);
    return { ...entry, groupId };
  });
  return {
    entries,
    deletedEntries: [...data.deletedEntries],
    tasks: readTasks(world),
    deletedTaskIds: [...data.deletedTasks.keys()],
    secondsByTask,
    secondsByGroup,
    secondsByGroupWhenMade,
    posts: readPosts(world),
    feed: [...data.posts],
    notices: [...data.notices],
    timers: [...data.timers.values()],
  };
}
