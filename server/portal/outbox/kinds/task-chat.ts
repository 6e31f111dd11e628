import type { PortalRest } from '../../rest/index.js';
import { at, listOf, positiveInt } from '../answer.js';
import type { OutboxRow } from '../post.js';
import type { ReadPost } from '../rules/recognise.js';
import { MAX_PAGES, reading, since } from './kind.js';

const PAGE = 50;

/** What stands in a task's chat: messages and the files they carry. */
export interface ReadChat {
  messages: ReadPost[];
  files: { id: number; name: string }[];
}

/** The chat of a task on the new card; null where it has none that we may know of. */
export async function chatOf(rest: PortalRest, row: OutboxRow, taskId: number): Promise<number | null> {
  const answer = await rest.call(reading(row, 'tasks.task.get', { taskId, select: ['ID', 'CHAT_ID'] }));
  return positiveInt(at(at(answer.result, 'task'), 'chatId'));
}

/** Messages newest first, back to before the send; null where there are too many to be sure. */
export async function readChat(rest: PortalRest, row: OutboxRow, chatId: number): Promise<ReadChat | null> {
  const read: ReadChat = { messages: [], files: [] };
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const lastId = read.messages.at(-1)?.id;
    const params = {
      DIALOG_ID: `chat${chatId}`,
      LIMIT: PAGE,
      ...(lastId === undefined ? {} : { LAST_ID: lastId }),
    };
    const { result } = await rest.call(reading(row, 'im.dialog.messages.get', params));
    const rows = listOf(at(result, 'messages'));
    const older = rows
      .map(readMessage)
      .sort((a, b) => b.id - a.id)
      .filter(({ id }) => lastId === undefined || id < lastId);
    read.messages.push(...older);
    read.files.push(...listOf(at(result, 'files')).map(readFile));
    const oldest = Math.min(...rows.map((message) => Date.parse(String(at(message, 'date')))));
    if (rows.length < PAGE || older.length === 0 || oldest < since(row)) return read;
  }
  return null;
}

function readMessage(message: unknown): ReadPost {
  return {
    id: positiveInt(at(message, 'id')) ?? 0,
    authorId: positiveInt(at(message, 'author_id')) ?? 0,
    text: String(at(message, 'text') ?? ''),
  };
}

function readFile(file: unknown): ReadChat['files'][number] {
  return { id: positiveInt(at(file, 'id')) ?? 0, name: String(at(file, 'name') ?? '') };
}
