import type { NewPost, PostResult } from '../../server/portal/outbox/index.js';
import { signText } from '../../server/portal/outbox/index.js';
import type { PortalRest } from '../../server/portal/rest/index.js';

/**
 * The control of the posting tests: remembers what was sent, and whatever went wrong, sends again at once.
 * It must double under the same faults, or the tests prove nothing.
 */
export async function postNaively(
  rest: PortalRest,
  card: 'old' | 'new',
  posts: readonly NewPost[],
): Promise<void> {
  const sent = new Map<string, PostResult>();
  for (const post of posts) {
    for (let tries = 0; tries < 5 && !sent.has(post.key); tries += 1) {
      const result = await sendOnce(rest, { card, post, sent });
      if (result) sent.set(post.key, result);
    }
  }
}

async function sendOnce(
  rest: PortalRest,
  { card, post, sent }: { card: 'old' | 'new'; post: NewPost; sent: ReadonlyMap<string, PostResult> },
): Promise<PostResult | null> {
  const common = { portalId: post.portalId, as: 'posting', repeatable: false } as const;
  try {
    if (post.kind === 'create-report-task') {
      const { groupId, title, description } = post.payload;
      const DESCRIPTION = signText(description, { key: post.key, language: 'ru' });
      const fields = { TITLE: title, DESCRIPTION, GROUP_ID: groupId, RESPONSIBLE_ID: 1 };
      const { result } = await rest.call({ ...common, method: 'tasks.task.add', params: { fields } });
      return { taskId: Number((result as { task: { id: string } }).task.id), commentId: null };
    }
    if (post.kind !== 'comment') throw new Error('not one of these');
    const taskId = post.payload.taskId ?? sent.get(post.payload.taskFromKey ?? '')?.taskId ?? 0;
    const text = signText(post.payload.text, { key: post.key, language: 'ru' });
    if (card === 'old') {
      await rest.call({
        ...common,
        method: 'task.commentitem.add',
        params: [taskId, { POST_MESSAGE: text }],
      });
    } else {
      const params = { fields: { taskId, text } };
      await rest.call({ ...common, method: 'tasks.task.chat.message.send', version: 'v3', params });
    }
    return { taskId, commentId: null };
  } catch {
    return null;
  }
}
