import { codeOf, signText, type NewPost, type PostResult } from '../../server/portal/outbox/index.js';
import type { PortalRest, RestCall } from '../../server/portal/rest/index.js';
import type { Way } from './posting-letters.js';

/**
 * The control of the posting tests: remembers what was sent, and whatever went wrong, sends again at once.
 * It must double under the same faults, or the tests prove nothing.
 */
export async function postNaively(rest: PortalRest, way: Way, posts: readonly NewPost[]): Promise<void> {
  const sent = new Map<string, PostResult>();
  for (const post of posts) {
    for (let tries = 0; tries < 5 && !sent.has(post.key); tries += 1) {
      const result = await sendOnce(rest, { way, post, sent });
      if (result) sent.set(post.key, result);
    }
    if (post.kind === 'comment' && way !== 'old' && post.payload.files) {
      await stubbornly(() => sendFile(rest, way, post, post.payload.taskId ?? 0));
    }
  }
}

interface Sending {
  way: Way;
  post: NewPost;
  sent: ReadonlyMap<string, PostResult>;
}
type Comment = NewPost & { kind: 'comment' };

async function sendOnce(rest: PortalRest, { way, post, sent }: Sending): Promise<PostResult | null> {
  try {
    return await sendAs(rest, { way, post, sent });
  } catch {
    return null;
  }
}

async function sendAs(rest: PortalRest, { way, post, sent }: Sending): Promise<PostResult> {
  const done = { taskId: null, commentId: null };
  switch (post.kind) {
    case 'planned-time': {
      const { taskId, seconds } = post.payload;
      const params = { taskId, fields: { TIME_ESTIMATE: seconds } };
      await write(rest, post, { method: 'tasks.task.update', params });
      return { taskId, commentId: null };
    }
    case 'observers': {
      const { taskId, userIds } = post.payload;
      const params = { taskId, fields: { AUDITORS: [...userIds] } };
      await write(rest, post, { method: 'tasks.task.update', params });
      return { taskId, commentId: null };
    }
    case 'create-task':
    case 'create-report-task': {
      const { groupId, title, description } = post.payload;
      const DESCRIPTION = signed(description, post.key);
      const fields = { TITLE: title, DESCRIPTION, GROUP_ID: groupId, RESPONSIBLE_ID: 1 };
      const { result } = await write(rest, post, { method: 'tasks.task.add', params: { fields } });
      return { taskId: Number((result as { task: { id: string } }).task.id), commentId: null };
    }
    case 'notice': {
      const params = { USER_ID: post.payload.userId, MESSAGE: signed(post.payload.text, post.key) };
      // without the tag that would replace the earlier one; another tag each time, as a tag is what is counted
      const TAG = `${codeOf(post.key)}-${Math.random()}`;
      await write(rest, post, { method: 'im.notify.system.add', params: { ...params, TAG } });
      return done;
    }
    case 'feed-post': {
      const params = {
        ...{ POST_TITLE: post.payload.title, DEST: [`SG${post.payload.groupId}`] },
        POST_MESSAGE: signed(post.payload.text, post.key),
      };
      await write(rest, post, { method: 'log.blogpost.add', params });
      return done;
    }
    case 'comment': {
      const taskId = post.payload.taskId ?? sent.get(post.payload.taskFromKey ?? '')?.taskId ?? 0;
      await comment(rest, way, post, taskId);
      return { taskId, commentId: null };
    }
  }
}

async function comment(rest: PortalRest, way: Way, post: Comment, taskId: number): Promise<void> {
  const text = signed(post.payload.text, post.key);
  if (way !== 'old') {
    const params = { fields: { taskId, text } };
    await write(rest, post, { method: 'tasks.task.chat.message.send', version: 'v3', params });
    return;
  }
  const fields = { POST_MESSAGE: text };
  const files = post.payload.files ? [`n${await upload(rest, post, await appFolder(rest, post))}`] : [];
  const params = [taskId, files.length > 0 ? { ...fields, UF_FORUM_MESSAGE_DOC: files } : fields];
  await write(rest, post, { method: 'task.commentitem.add', params });
}

async function sendFile(rest: PortalRest, way: Way, post: Comment, taskId: number): Promise<void> {
  const task = await write(rest, post, { method: 'tasks.task.get', params: { taskId, select: ['CHAT_ID'] } });
  const { chatId } = (task.result as { task: { chatId: number } }).task;
  if (way === 'new') {
    const fields = { name: nameOf(post), content: CONTENT };
    const params = { dialogId: `chat${chatId}`, fields };
    await write(rest, post, { method: 'im.v2.File.upload', params });
    return;
  }
  const folder = await write(rest, post, { method: 'im.disk.folder.get', params: { CHAT_ID: chatId } });
  const id = await upload(rest, post, (folder.result as { ID: number }).ID);
  await write(rest, post, { method: 'im.disk.file.commit', params: { CHAT_ID: chatId, FILE_ID: id } });
}

const CONTENT = Buffer.from('%PDF').toString('base64');
const nameOf = (post: Comment): string => `${codeOf(`${post.key}:file:1`)}.pdf`;

async function appFolder(rest: PortalRest, post: Comment): Promise<number> {
  const { result } = await write(rest, post, { method: 'disk.storage.getForApp', params: {} });
  return Number((result as { ROOT_OBJECT_ID: string }).ROOT_OBJECT_ID);
}

async function upload(rest: PortalRest, post: Comment, id: number): Promise<number> {
  const name = nameOf(post);
  const params = { id, data: { NAME: name }, fileContent: [name, CONTENT], generateUniqueName: true };
  return ((await write(rest, post, { method: 'disk.folder.uploadFile', params })).result as { ID: number })
    .ID;
}

async function stubbornly(work: () => Promise<void>): Promise<void> {
  for (let tries = 0; tries < 5; tries += 1) {
    try {
      return await work();
    } catch {
      // whatever it was: again at once, that is what makes it naive
    }
  }
}

function write(
  rest: PortalRest,
  post: NewPost,
  call: Pick<RestCall, 'method' | 'params' | 'version'>,
): ReturnType<PortalRest['call']> {
  return rest.call({ portalId: post.portalId, as: 'posting', repeatable: false, ...call });
}

function signed(text: string, key: string): string {
  return signText(text, { key, language: 'ru' });
}
