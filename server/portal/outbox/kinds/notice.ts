import { createHash } from 'node:crypto';
import { positiveInt } from '../answer.js';
import { noticePayload, type OutboxRow } from '../post.js';
import { writing, type PostKind } from './kind.js';

/**
 * A personal notification from the app: `im.notify.system.add`. Nobody but its reader may list notices, so an earlier
 * success cannot be seen; but a notice replaces the one with the same TAG (unique within the app), so that there is
 * never more than one of it (api-reference/chats/notifications/im-notify-system-add.md).
 */
export const notice: PostKind = {
  repeats: () => 'always',
  needsId: () => false,
  call: (row) => {
    const { userId, text } = noticePayload(row);
    const params = { USER_ID: userId, MESSAGE: text, TAG: tagOf(row) };
    return { ...writing(row), method: 'im.notify.system.add', params };
  },
  result: (_row, _to, answer) => (positiveInt(answer) === null ? null : { taskId: null, commentId: null }),
  // "false" where no notice was made: the person is dismissed, or does not take such notices
  refusal: (answer) => (answer === false ? 'NOTICE_NOT_CREATED' : null),
  look: () => Promise.resolve({ finding: { kind: 'not-permitted', code: 'NOTICES_ARE_PRIVATE' } }),
};

/** Longer than the code of a text: a tag that met another's would remove a notice. */
function tagOf(row: Pick<OutboxRow, 'key'>): string {
  return `support-hours-${createHash('sha256').update(row.key).digest('hex').slice(0, 32)}`;
}
