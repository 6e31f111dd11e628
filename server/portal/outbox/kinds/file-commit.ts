import { at, positiveInt } from '../answer.js';
import { filePayload } from '../post.js';
import { lookInChat, placeOf } from './file.js';
import { writing, type PostKind } from './kind.js';

/**
 * Shows a file that was uploaded into a chat's folder as a message of that chat: `im.disk.file.commit`, for portals
 * without `im.v2.File.upload`. Recognised by the code in the file's name among the chat's messages.
 */
export const fileCommit: PostKind = {
  repeats: () => 'never',
  needsId: () => false,
  call: (row) => {
    const params = { CHAT_ID: placeOf(row).id, FILE_ID: filePayload(row).diskId };
    return { ...writing(row), method: 'im.disk.file.commit', params };
  },
  result: (_row, { taskId }, answer) => {
    const messageId = positiveInt(at(answer, 'MESSAGE_ID'));
    return messageId === null ? null : { taskId, commentId: messageId };
  },
  look: (rest, row, { taskId }) => lookInChat(rest, row, { chatId: placeOf(row).id, taskId }),
};
