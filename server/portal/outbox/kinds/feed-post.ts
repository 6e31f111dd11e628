import type { PortalRest } from '../../rest/index.js';
import { at, listOf, positiveInt } from '../answer.js';
import { codeOf } from '../marker.js';
import { feedPostPayload, type OutboxRow } from '../post.js';
import { recognise } from '../rules/recognise.js';
import { INCOMPLETE, MAX_PAGES, reading, since, writing, type Look, type PostKind } from './kind.js';

/** A message in a group's feed: `log.blogpost.add`, recognised by its text in `log.blogpost.get`. */
export const feedPost: PostKind = {
  repeats: () => 'never',
  needsId: () => false,
  call: (row) => {
    const { groupId, title, text } = feedPostPayload(row);
    // Without DEST the message would go to every employee (api-reference/log/log-blogpost-add.md).
    const params = { POST_TITLE: title, POST_MESSAGE: text, DEST: [`SG${groupId}`] };
    return { ...writing(row), method: 'log.blogpost.add', params };
  },
  result: (_row, _to, answer) => {
    const id = positiveInt(answer);
    return id === null ? null : { taskId: null, commentId: id };
  },
  look: lookInFeed,
};

/** Newest first, back to before the send. */
async function lookInFeed(rest: PortalRest, row: OutboxRow): Promise<Look> {
  const { groupId, text } = feedPostPayload(row);
  const sent = { code: codeOf(row.key), text, authorId: row.author_id };
  for (let start = 0, page = 0; page < MAX_PAGES; page += 1) {
    const params = { LOG_RIGHTS: [`SG${groupId}`], start };
    const answer = await rest.call(reading(row, 'log.blogpost.get', params));
    const rows = listOf(answer.result);
    const found = recognise(sent, rows.map(readPost));
    if (found.finding === 'there') {
      return { finding: { kind: 'there' }, result: { taskId: null, commentId: found.id } };
    }
    if (found.finding === 'like-it') return { finding: { kind: 'like-it' } };
    const oldest = Math.min(...rows.map((post) => Date.parse(String(at(post, 'DATE_PUBLISH')))));
    if (answer.next === null || rows.length === 0 || oldest < since(row)) {
      return { finding: { kind: 'absent' } };
    }
    start = answer.next;
  }
  return { finding: INCOMPLETE };
}

function readPost(post: unknown): { id: number; authorId: number; text: string } {
  return {
    id: positiveInt(at(post, 'ID')) ?? 0,
    authorId: positiveInt(at(post, 'AUTHOR_ID')) ?? 0,
    text: String(at(post, 'DETAIL_TEXT') ?? ''),
  };
}
