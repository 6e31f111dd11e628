import type { DbOrTx } from '../../base/db/index.js';
import type { WaitingPost } from '../../api/index.js';
import { formatDuration } from '../../base/durations.js';
import {
  commentPayload,
  feedPostPayload,
  filePayload,
  noticePayload,
  observersPayload,
  plannedTimePayload,
  resultOf,
  taskPayload,
  type OutboxRow,
} from './post.js';

/** What a screen shows of a text; a whole part may be 15 000 long. */
const SHOWN = 2_000;

/**
 * Posts that wait for a person, oldest first: those nobody can decide about, and those refused for good. Of one client,
 * or of all.
 */
export async function uncertainPosts(
  db: DbOrTx,
  portalId: string,
  clientId?: number,
): Promise<WaitingPost[]> {
  const rows = await db
    .selectFrom('outbox')
    .leftJoin('clients', (join) =>
      join
        .onRef('clients.portal_id', '=', 'outbox.portal_id')
        .onRef('clients.client_id', '=', 'outbox.client_id'),
    )
    .selectAll('outbox')
    .select('clients.name as client_name')
    .where('outbox.portal_id', '=', portalId)
    .where('outbox.state', 'in', ['uncertain', 'failed'])
    .$if(clientId !== undefined, (query) => query.where('outbox.client_id', '=', clientId ?? 0))
    .orderBy('outbox.created_at')
    .orderBy('outbox.outbox_id')
    .execute();
  return Promise.all(rows.map(async (row) => toWaiting(row, await resolve(db, row))));
}

interface Resolved {
  taskId: number | null;
  recipient: WaitingPost['recipient'];
}

function toWaiting(row: OutboxRow & { client_name: string | null }, resolved: Resolved): WaitingPost {
  const { text, fileName = null, groupId = null } = saying(row);
  const letters = text === undefined ? [] : [...text];
  return {
    outboxId: row.outbox_id,
    clientId: row.client_id,
    clientName: row.client_name,
    kind: row.kind,
    key: row.key,
    state: row.state === 'failed' ? 'failed' : 'uncertain',
    reason: row.reason,
    startedAt: row.send_started_at,
    text: text === undefined ? null : letters.slice(0, SHOWN).join(''),
    isCut: letters.length > SHOWN,
    fileName,
    groupId,
    ...resolved,
  };
}

function saying(row: OutboxRow): { text?: string; fileName?: string; groupId?: number } {
  switch (row.kind) {
    case 'create-report-task':
    case 'create-task': {
      const { title, description, groupId } = taskPayload(row);
      return { text: `${title}\n\n${description}`, groupId };
    }
    case 'comment':
      return { text: commentPayload(row).text };
    case 'planned-time':
      return { text: formatDuration(plannedTimePayload(row).seconds) };
    case 'observers':
      return {};
    case 'notice':
      return { text: noticePayload(row).text };
    case 'feed-post': {
      const { text, groupId } = feedPostPayload(row);
      return { text, groupId };
    }
    case 'file':
    case 'file-commit':
      return { fileName: filePayload(row).name };
  }
}

const withoutTask = new Set<OutboxRow['kind']>(['create-report-task', 'create-task', 'feed-post']);

/** Few posts wait at a time, so each is looked up. */
async function resolve(db: DbOrTx, row: OutboxRow): Promise<Resolved> {
  if (row.kind === 'notice') {
    const { userId } = noticePayload(row);
    return { taskId: null, recipient: { userId, name: await nameOf(db, row.portal_id, userId) } };
  }
  if (row.kind === 'planned-time' || row.kind === 'observers') {
    return { taskId: plannedTimePayload(row).taskId, recipient: null };
  }
  if (withoutTask.has(row.kind)) return { taskId: null, recipient: null };
  const { taskId, taskFromKey } = commentPayload(row);
  return { taskId: taskId ?? (await taskOfKey(db, row.portal_id, taskFromKey)), recipient: null };
}

async function taskOfKey(db: DbOrTx, portalId: string, key: string | null): Promise<number | null> {
  if (key === null) return null;
  const row = await db
    .selectFrom('outbox')
    .select('result')
    .where('portal_id', '=', portalId)
    .where('key', '=', key)
    .executeTakeFirst();
  return row ? (resultOf(row)?.taskId ?? null) : null;
}

async function nameOf(db: DbOrTx, portalId: string, userId: number): Promise<string> {
  const row = await db
    .selectFrom('users')
    .select('name')
    .where('portal_id', '=', portalId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row?.name ?? `#${userId}`;
}

/** Whom we made observers of a task of this client, or asked to; those put there by hand are not known. */
export async function observersAskedFor(
  db: DbOrTx,
  of: { portalId: string; clientId: number; taskId: number },
): Promise<Set<number>> {
  const rows = await db
    .selectFrom('outbox')
    .selectAll()
    .where('portal_id', '=', of.portalId)
    .where('client_id', '=', of.clientId)
    .where('kind', 'in', ['create-report-task', 'observers'])
    .execute();
  const asked = rows.flatMap((row) => {
    if (row.kind === 'create-report-task') {
      return resultOf(row)?.taskId === of.taskId ? taskPayload(row).auditorIds : [];
    }
    const { taskId, userIds } = observersPayload(row);
    return taskId === of.taskId ? userIds : [];
  });
  return new Set(asked);
}

/** How the posts with these keys stand, by key; a key never enqueued is absent. */
export async function postStates(
  db: DbOrTx,
  portalId: string,
  keys: readonly string[],
): Promise<Map<string, OutboxRow['state']>> {
  if (keys.length === 0) return new Map();
  const rows = await db
    .selectFrom('outbox')
    .select(['key', 'state'])
    .where('portal_id', '=', portalId)
    .where('key', 'in', [...keys])
    .execute();
  return new Map(rows.map((row) => [row.key, row.state]));
}
