import type { PortalRest } from '../../rest/index.js';
import { at, listOf, positiveInt } from '../answer.js';
import { filePayload, type OutboxRow } from '../post.js';
import { INCOMPLETE, MAX_PAGES, reading, writing, type Look, type PostKind } from './kind.js';
import { readChat } from './task-chat.js';

/**
 * A file of a comment. On the old card, and where the portal lacks the newer method, it goes into a folder of the disk
 * (`disk.folder.uploadFile`; the comment or a commit then shows it); on the new card into the task's chat
 * (`im.v2.File.upload`, which makes a message of its own). Recognised by the code in its name.
 */
export const file: PostKind = {
  repeats: () => 'never',
  needsId: (row) => placeOf(row).kind === 'folder',
  call: (row, { content }) => {
    const { name } = filePayload(row);
    const { kind, id } = placeOf(row);
    const base64 = content ?? '';
    if (kind === 'chat') {
      const params = { dialogId: `chat${id}`, fields: { name, content: base64 } };
      return { ...writing(row), method: 'im.v2.File.upload', params };
    }
    // Without generateUniqueName the platform refuses a second file of the same name.
    const params = { id, data: { NAME: name }, fileContent: [name, base64] };
    return { ...writing(row), method: 'disk.folder.uploadFile', params };
  },
  result: (row, { taskId }, answer) => {
    if (placeOf(row).kind === 'chat') {
      const messageId = positiveInt(at(answer, 'messageId'));
      return messageId === null ? null : { taskId, commentId: messageId };
    }
    const diskId = positiveInt(at(answer, 'ID'));
    return diskId === null ? null : { taskId, commentId: null, diskId };
  },
  look: (rest, row, { taskId }) => {
    const { kind, id } = placeOf(row);
    return kind === 'chat'
      ? lookInChat(rest, row, { chatId: id, taskId })
      : lookInFolder(rest, row, id, taskId);
  },
};

export type Place = { kind: 'chat' | 'folder'; id: number };

export function placeOf(row: Pick<OutboxRow, 'place'>): Place {
  const [kind, id] = (row.place ?? '').split(':');
  return { kind: kind === 'chat' ? 'chat' : 'folder', id: Number(id ?? 0) };
}

/** A message that carries a file with our code in its name. */
export async function lookInChat(
  rest: PortalRest,
  row: OutboxRow,
  { chatId, taskId }: { chatId: number; taskId: number | null },
): Promise<Look> {
  const read = await readChat(rest, row, chatId);
  if (read === null) return { finding: INCOMPLETE };
  const { code } = filePayload(row);
  const isThere = read.files.some(({ name }) => name.includes(code));
  return isThere
    ? { finding: { kind: 'there' }, result: { taskId, commentId: null } }
    : { finding: { kind: 'absent' } };
}

/** The filter narrows; should a portal not keep to it, the pages are read and the names compared here. */
async function lookInFolder(
  rest: PortalRest,
  row: OutboxRow,
  folderId: number,
  taskId: number | null,
): Promise<Look> {
  const { code } = filePayload(row);
  for (let start = 0, page = 0; page < MAX_PAGES; page += 1) {
    const params = { id: folderId, filter: { '%NAME': code }, order: { ID: 'DESC' }, start };
    const answer = await rest.call(reading(row, 'disk.folder.getChildren', params));
    const rows = listOf(answer.result);
    const ours = rows.find((child) => String(at(child, 'NAME') ?? '').includes(code));
    const diskId = positiveInt(at(ours, 'ID'));
    if (diskId !== null) return { finding: { kind: 'there' }, result: { taskId, commentId: null, diskId } };
    if (answer.next === null || rows.length === 0) return { finding: { kind: 'absent' } };
    start = answer.next;
  }
  return { finding: INCOMPLETE };
}
