import type { Tx } from '../../base/db/index.js';
import type { OutboxRow } from './outbox-store.js';

export type { OutboxRow } from './outbox-store.js';

/** A task in a group, in the posting user's name; the report task is on them, its observers are the client's contacts. */
export interface CreateTaskPayload {
  groupId: number;
  title: string;
  description: string;
  auditorIds: readonly number[];
  /** Absent = the posting user. */
  responsibleId?: number;
  /** Files of the portal's disk that it gets along. */
  diskIds?: readonly number[];
}

/** Planned time of a task: TIME_ESTIMATE. */
export interface PlannedTimePayload {
  taskId: number;
  seconds: number;
}

/** People who are to hear of a task, beside those who do already. */
export interface ObserversPayload {
  taskId: number;
  userIds: readonly number[];
}

/** Where something of a task goes. Exactly one of the two says it. */
export interface InTask {
  taskId: number | null;
  /** Key of the post whose result is the task. */
  taskFromKey: string | null;
}

/** One part of a report as a comment. */
export interface CommentPayload extends InTask {
  /** Ready BBCode, at most 15 000 code points. Signed here where it is not yet: see marker.ts. */
  text: string;
  /** Files that go along, as `storePostFile` named them. A file that cannot be attached does not hold the text back. */
  files?: readonly { fileId: string }[];
  /** A file that came too late for its comment, on the portal's disk. */
  lateDiskId?: number;
}

/** A file of a comment; such posts are made by `enqueuePost` from the comment's `files`. */
export interface FilePayload extends InTask {
  fileId: string;
  /** Its name on the portal, with the code it is recognised by. */
  name: string;
  code: string;
  /** Of a commit: the file's id on the portal's disk. */
  diskId?: number;
}

/** A personal notification in Bitrix24, from the app, to one person. BBCode of chats; not signed. */
export interface NoticePayload {
  userId: number;
  text: string;
}

/** A message in the feed of a group, for its members. */
export interface FeedPostPayload {
  groupId: number;
  title: string;
  /** Ready BBCode, signed as a comment is. */
  text: string;
}

interface PostBase {
  portalId: string;
  /** Names the post for ever, unique per portal: report + position + part. */
  key: string;
  clientId: number;
  /** Key of the post that must be there before this one. */
  afterKey?: string;
}

export type NewPost =
  | (PostBase & { kind: 'create-report-task' | 'create-task'; payload: CreateTaskPayload })
  | (PostBase & { kind: 'planned-time'; payload: PlannedTimePayload })
  | (PostBase & { kind: 'observers'; payload: ObserversPayload })
  | (PostBase & { kind: 'comment'; payload: CommentPayload })
  | (PostBase & { kind: 'notice'; payload: NoticePayload })
  | (PostBase & { kind: 'feed-post'; payload: FeedPostPayload });

export type PostKindName = OutboxRow['kind'];

/** What the platform gave. */
export interface PostResult {
  /** Null for what is not in a task. */
  taskId: number | null;
  /** Null where the platform names none (the new card, notices) or the post was found by a person. */
  commentId: number | null;
  /** Of a file on the portal's disk: its id there. */
  diskId?: number;
}

/** Called in the transaction that stores the outcome: what they write holds exactly when the outcome holds. */
export interface OutboxHooks {
  onSent: (tx: Tx, row: OutboxRow, result: PostResult) => Promise<void>;
  onUncertain: (tx: Tx, row: OutboxRow) => Promise<void>;
  /** The portal refused for good, or every repeat came to nothing. */
  onFailed?: (tx: Tx, row: OutboxRow) => Promise<void>;
}

export function taskPayload(row: OutboxRow): CreateTaskPayload {
  return JSON.parse(row.payload) as CreateTaskPayload;
}

export function plannedTimePayload(row: OutboxRow): PlannedTimePayload {
  return JSON.parse(row.payload) as PlannedTimePayload;
}

export function observersPayload(row: OutboxRow): ObserversPayload {
  return JSON.parse(row.payload) as ObserversPayload;
}

export function commentPayload(row: OutboxRow): CommentPayload {
  return JSON.parse(row.payload) as CommentPayload;
}

/** Files that leave with the latest attempt of a comment. */
export function attachedFiles(row: OutboxRow): { key: string | null; diskId: number }[] {
  const { lateDiskId } = commentPayload(row);
  const late = lateDiskId === undefined ? [] : [{ key: null, diskId: lateDiskId }];
  return [...late, ...(row.attached === null ? [] : (JSON.parse(row.attached) as AttachedFile[]))];
}

export interface AttachedFile {
  /** Key of the file's post. */
  key: string;
  diskId: number;
}

export function noticePayload(row: OutboxRow): NoticePayload {
  return JSON.parse(row.payload) as NoticePayload;
}

export function feedPostPayload(row: OutboxRow): FeedPostPayload {
  return JSON.parse(row.payload) as FeedPostPayload;
}

export function filePayload(row: OutboxRow): FilePayload {
  return JSON.parse(row.payload) as FilePayload;
}

export function resultOf(row: Pick<OutboxRow, 'result'>): PostResult | null {
  return row.result === null ? null : (JSON.parse(row.result) as PostResult);
}
