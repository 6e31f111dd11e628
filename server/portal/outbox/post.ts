import type { Tx } from '../../base/db/index.js';
import type { OutboxRow } from './outbox-store.js';

export type { OutboxRow } from './outbox-store.js';

/** A task in the client's group, in the posting user's name and on them; observers are the client's contacts. */
export interface CreateTaskPayload {
  groupId: number;
  title: string;
  description: string;
  auditorIds: readonly number[];
}

/** One part of a report as a comment. Exactly one of the two says where it goes. */
export interface CommentPayload {
  taskId: number | null;
  /** Key of the post whose result is the task. */
  taskFromKey: string | null;
  /** Ready BBCode, at most 15 000 code points. Signed here where it is not yet: see marker.ts. */
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
  | (PostBase & { kind: 'create-report-task'; payload: CreateTaskPayload })
  | (PostBase & { kind: 'comment'; payload: CommentPayload });

/** What the platform gave. `commentId` is null where it names none (the new card) or the post was found by a person. */
export interface PostResult {
  taskId: number;
  commentId: number | null;
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

export function commentPayload(row: OutboxRow): CommentPayload {
  return JSON.parse(row.payload) as CommentPayload;
}

export function resultOf(row: Pick<OutboxRow, 'result'>): PostResult | null {
  return row.result === null ? null : (JSON.parse(row.result) as PostResult);
}
