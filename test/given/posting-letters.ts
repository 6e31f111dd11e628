import { storePostFile, type NewPost } from '../../server/portal/outbox/index.js';
import type { Db } from '../../server/base/db/index.js';
import type { Posting } from './given-posting.js';

/** `folder`: the new card on a portal that lacks the newer way to put a file into a chat. */
export type Way = 'old' | 'new' | 'folder';
export const ways: readonly Way[] = ['old', 'new', 'folder'];

export interface Letter {
  posts: NewPost[];
  /** Every post that comes of it, in the order they leave. */
  keys: string[];
}

/** A comment with one file, a notice to a person and a message in the group's feed. */
export async function letterOf(posting: Posting, db: Db, name: string, way: Way): Promise<Letter> {
  const { memberId: portalId } = posting.portal;
  const common = { portalId, clientId: 1 };
  const taskId = taskOf(posting);
  const fileId = await db.transaction().execute((tx) =>
    storePostFile(tx, {
      ...{ portalId, name: `Отчёт «${name}»: итог.pdf`, mime: 'application/pdf' },
      bytes: new TextEncoder().encode(`%PDF ${name}`),
    }),
  );
  const text = `Отчёт ${name} с файлом`;
  const posts: NewPost[] = [
    {
      ...{ ...common, kind: 'comment', key: `letter:${name}` },
      payload: { taskId, taskFromKey: null, text, files: [{ fileId }] },
    },
    { ...common, kind: 'notice', key: `notice:${name}`, payload: { userId: 1, text: `Готов отчёт ${name}` } },
    {
      ...{ ...common, kind: 'feed-post', key: `feed:${name}` },
      payload: { groupId: posting.groupId, title: 'Отчёт', text: `Отчёт ${name} готов` },
    },
  ];
  const file = `letter:${name}:file:1`;
  const files = way === 'folder' ? [file, `${file}:commit`] : [file];
  return { posts, keys: [...files, ...posts.map(({ key }) => key)] };
}

/** A task the posting user takes part in, so that the chat of the new card is open to them. */
function taskOf(posting: Posting): number {
  const { control } = posting.portal;
  return control.createTask({ title: 'Отчёты', groupId: posting.groupId, createdBy: 1, responsibleId: 1 }).id;
}

/** The newer method is not there; the platform says so as it does for any unknown one. */
export function withoutChatUpload(posting: Posting): void {
  posting.portal.control.addFault({
    ...{ kind: 'refuseRights', methods: ['im.v2.File.upload'] },
    error: { status: 404, code: 'ERROR_METHOD_NOT_FOUND', description: 'Method not found!' },
  });
}
