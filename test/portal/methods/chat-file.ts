import { fullName } from '../acts/people.js';
import type { Params } from '../world/json.js';
import type { World } from '../world/world.js';
import { originOf } from '../world/world.js';
import { printDate } from './task-view.js';

/** A disk file as chats show it. */
export function chatFile(world: World, fileId: number, chatId: number): Params {
  const file = world.data.files.get(fileId);
  const author = world.data.users.get(file?.createdBy ?? 0);
  const name = file?.name ?? '';
  const show = `${originOf(world)}/bitrix/services/main/ajax.php?action=disk.api.file.download&fileId=${fileId}`;
  return {
    id: fileId,
    chatId,
    date: printDate(world, file?.createdAt ?? 0),
    type: 'file',
    name,
    extension: name.includes('.') ? (name.split('.').pop() ?? '') : '',
    size: file?.size ?? 0,
    image: false,
    status: 'done',
    progress: 100,
    authorId: file?.createdBy ?? 0,
    authorName: author ? fullName(author) : '',
    urlPreview: '',
    urlShow: show,
    urlDownload: show,
    viewerAttrs: {
      viewer: '',
      viewerType: 'unknown',
      src: show,
      objectId: String(fileId),
      viewerGroupBy: String(chatId),
      imChatId: chatId,
      title: name,
      actions: '[{"type":"download"}]',
    },
    mediaUrl: { preview: { '250': '' } },
    isTranscribable: false,
    isVideoNote: false,
    isVoiceNote: false,
  };
}
