import { RestError, type PortalRest } from '../rest/index.js';
import { readSetting, writeSetting, type TaskCard } from '../installs/index.js';
import { at, listOf, positiveInt } from './answer.js';
import { NOWHERE, reading, type Destination } from './kinds/kind.js';
import { chatOf } from './kinds/task-chat.js';
import { knownCard } from './known-card.js';
import { readPostByKey } from './outbox-store.js';
import type { Outgoing } from './outgoing.js';
import { listFilesOf, readPostFileContent } from './post-files-store.js';
import { commentPayload, filePayload, resultOf, type OutboxRow } from './post.js';
import { outcomeOf } from './send-outcome.js';

/** Where a post goes now, or why it does not. */
export type Found =
  | { kind: 'go'; to: Destination; place: string | null }
  | { kind: 'wait'; reason: string; soon?: true }
  /** Not before the post with this key was sent. */
  | { kind: 'after'; key: string }
  | { kind: 'fail'; reason: string }
  | { kind: 'dismiss' };

/** Longest a text waits for its files; a file that comes later gets a comment of its own. */
const FILES_WAIT_MS = 15 * 60_000;

const inTask = new Set<OutboxRow['kind']>(['comment', 'file', 'file-commit']);

export async function findDestination(out: Outgoing, row: OutboxRow): Promise<Found> {
  if (!inTask.has(row.kind)) return { kind: 'go', to: NOWHERE, place: null };
  const taskId = await taskOf(out, row);
  if (taskId === null) return { kind: 'wait', reason: 'waiting-for-task' };
  let card: TaskCard;
  try {
    card = await knownCard(out, row, taskId);
  } catch (error) {
    return { kind: 'wait', reason: `card-unknown: ${outcomeOf(error).code}` };
  }
  const to = { taskId, card, content: null };
  if (row.kind === 'comment') return forComment(out, row, to);
  return row.kind === 'file' ? forFile(out, row, to) : forCommit(out, row, to);
}

/** The task it goes to; null while the post that creates it has not come through. */
export async function taskOf(out: Outgoing, row: OutboxRow): Promise<number | null> {
  if (!inTask.has(row.kind)) return null;
  const { taskId, taskFromKey } = commentPayload(row);
  if (taskId !== null || taskFromKey === null) return taskId;
  const creating = await readPostByKey(out.ground.db, row.portal_id, taskFromKey);
  return creating?.state === 'sent' ? (resultOf(creating)?.taskId ?? null) : null;
}

/** On the old card the files have to be there first; a text that was begun before goes its way. */
async function forComment(out: Outgoing, row: OutboxRow, to: Destination): Promise<Found> {
  const go = { kind: 'go', to, place: null } as const;
  const waitsNoMore = row.unclear > 0 || out.ground.clock.now() >= row.created_at + FILES_WAIT_MS;
  if (to.card === 'new' || waitsNoMore) return go;
  const files = await listFilesOf(out.ground.db, row.portal_id, row.key);
  const isMissing = files.some(
    ({ state }) => state === 'ready' || state === 'sending' || state === 'settling',
  );
  return isMissing ? { kind: 'wait', reason: 'waiting-for-files', soon: true } : go;
}

/** On the new card a file is a message of its own and follows its text. */
async function forFile(out: Outgoing, row: OutboxRow, to: Destination): Promise<Found> {
  const comment = await readPostByKey(out.ground.db, row.portal_id, row.of_key ?? '');
  if (comment === null || comment.state === 'dismissed') return { kind: 'dismiss' };
  if (to.card === 'new' && comment.state !== 'sent') return { kind: 'after', key: comment.key };
  const content = await readPostFileContent(out.ground.db, row.portal_id, filePayload(row).fileId);
  if (content === null) return { kind: 'fail', reason: 'file-gone' };
  // a file is sent again only after it was seen to be absent where it went before: it may go elsewhere now
  const ask = () => (to.card === 'new' ? placeInChat(out, row, to) : folderOfGroup(out.rest, row, to));
  return placed(ask, { ...to, content });
}

async function forCommit(out: Outgoing, row: OutboxRow, to: Destination): Promise<Found> {
  return placed(async () => {
    const chatId = to.taskId === null ? null : await chatOf(out.rest, row, to.taskId);
    return chatId === null ? null : `chat:${chatId}`;
  }, to);
}

/** Asks for the place; a refusal ends it, anything else is asked again later. */
async function placed(ask: () => Promise<string | null>, to: Destination): Promise<Found> {
  try {
    const place = await ask();
    return place === null ? { kind: 'fail', reason: 'no-folder' } : { kind: 'go', to, place };
  } catch (error) {
    const { kind, code } = outcomeOf(error);
    if (kind !== 'refused') return { kind: 'wait', reason: `folder-unknown: ${code}` };
    return { kind: 'fail', reason: `no-folder: ${code}` };
  }
}

/** Set where the portal lacks `im.v2.File.upload`: files go through the chat's folder instead. */
export const CHAT_UPLOAD = 'chat-upload';

async function placeInChat(out: Outgoing, row: OutboxRow, { taskId }: Destination): Promise<string | null> {
  const chatId = taskId === null ? null : await chatOf(out.rest, row, taskId);
  if (chatId === null) return null;
  const way = await readSetting(out.ground.db, row.portal_id, CHAT_UPLOAD);
  if (way !== 'folder') return `chat:${chatId}`;
  try {
    const answer = await out.rest.call(reading(row, 'im.disk.folder.get', { CHAT_ID: chatId }));
    const id = positiveInt(at(answer.result, 'ID'));
    return id === null ? null : `folder:${id}`;
  } catch (error) {
    // the older way went away meanwhile: the newer one is tried again
    if (isMethodAbsent(error)) await writeSetting(out.ground.db, row.portal_id, CHAT_UPLOAD, 'chat');
    throw error;
  }
}

function isMethodAbsent(error: unknown): boolean {
  return error instanceof RestError && /METHOD_?NOT_?FOUND/i.test(error.restCode);
}

/** The root of the group's disk, where everyone in the group may read; without one, of the app's own. */
async function folderOfGroup(
  rest: PortalRest,
  row: OutboxRow,
  { taskId }: Destination,
): Promise<string | null> {
  const task = await rest.call(reading(row, 'tasks.task.get', { taskId, select: ['ID', 'GROUP_ID'] }));
  const groupId = positiveInt(at(at(task.result, 'task'), 'groupId'));
  const filter = { ENTITY_TYPE: 'group', ENTITY_ID: groupId };
  const storages = groupId === null ? [] : await storagesOf(rest, row, filter);
  const own = storages.find(
    (storage) => at(storage, 'ENTITY_TYPE') === 'group' && Number(at(storage, 'ENTITY_ID')) === groupId,
  );
  const storage = own ?? (await rest.call(reading(row, 'disk.storage.getForApp', {}))).result;
  const id = positiveInt(at(storage, 'ROOT_OBJECT_ID'));
  return id === null ? null : `folder:${id}`;
}

async function storagesOf(
  rest: PortalRest,
  row: OutboxRow,
  filter: Record<string, unknown>,
): Promise<unknown[]> {
  return listOf((await rest.call(reading(row, 'disk.storage.getList', { filter }))).result);
}
