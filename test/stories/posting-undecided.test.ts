import { describe, it, expect } from '@jest/globals';
import type { Db } from '../../server/base/db/index.js';
import { decidePost, uncertainPosts, type PostDecision } from '../../server/portal/outbox/index.js';
import { reportOf, type Posting } from '../given/given-posting.js';
import { foreignTask, withPosting } from '../given/posting-troubles.js';

describe('what cannot be decided', () => {
  it('the author changed and the post is not there: uncertain; sent again by a person it appears once, with the rest', () =>
    withPosting('old', { seed: 'author' }, async (posting, db) => {
      const taskId = foreignTask(posting);
      const { posts, keys } = reportOf(posting, 'a', taskId);
      await posting.enqueue(posts);
      posting.portal.control.addFault({ kind: 'hang', methods: ['task.commentitem.add'], times: 1 });
      await posting.drain();
      const second = await posting.changeAuthor();
      await posting.settle();
      expect(await posting.states(keys)).toEqual(['uncertain', 'ready', 'ready']);
      expect(posting.seen(keys)).toEqual([0, 0, 0]);
      expect(posting.told.uncertain).toEqual([keys[0]]);

      await decide(posting, db, 'send-again');
      await posting.settle();
      expect(await posting.states(keys)).toEqual(['sent', 'sent', 'sent']);
      expect(posting.seen(keys)).toEqual([1, 1, 1]);
      expect(posting.portal.control.posts({ taskId }).map(({ authorId }) => authorId)).toEqual([
        second,
        second,
        second,
      ]);
    }));

  it('the author changed and the post is there: sent', () =>
    withPosting('old', { seed: 'author there' }, async (posting) => {
      const { posts, keys } = reportOf(posting, 'a', foreignTask(posting));
      await posting.enqueue(posts);
      posting.portal.control.addFault({ kind: 'answerLost', methods: ['task.commentitem.add'], times: 1 });
      await posting.drain();
      await posting.changeAuthor();
      await posting.settle();
      expect(await posting.states(keys)).toEqual(['sent', 'sent', 'sent']);
      expect(posting.seen(keys)).toEqual([1, 1, 1]);
    }));

  it('the chat is closed to us and the key is refused as used: uncertain; a person says that it is there', () =>
    withPosting('blind', { seed: 'key', countsAuth: true }, async (posting, db) => {
      const { posts, keys } = reportOf(posting, 'a', foreignTask(posting));
      await posting.enqueue(posts);
      posting.portal.control.addFault({
        kind: 'answerLost',
        methods: ['tasks.task.chat.message.send'],
        times: 1,
      });
      await posting.drain();
      posting.portal.control.expireTokens();
      await posting.settle();
      expect(await posting.states(keys)).toEqual(['uncertain', 'ready', 'ready']);
      expect((await uncertainPosts(db, posting.portal.memberId))[0]?.reason).toBe('key-reused');

      await decide(posting, db, 'it-is-there');
      await posting.settle();
      expect(await posting.states(keys)).toEqual(['sent', 'sent', 'sent']);
      expect(posting.seen(keys)).toEqual([1, 1, 1]);
    }));

  it('a person edited the post before we looked: uncertain, never sent again', () =>
    withPosting('old', { seed: 'edited' }, async (posting) => {
      const { posts, keys } = reportOf(posting, 'a', foreignTask(posting));
      await posting.enqueue(posts);
      posting.portal.control.addFault({ kind: 'answerLost', methods: ['task.commentitem.add'], times: 1 });
      await posting.drain();
      const [comment] = posting.portal.control.posts();
      posting.portal.control.editComment({
        id: comment?.id ?? 0,
        text: `${comment?.text ?? ''} (исправлено)`,
      });
      await posting.settle();
      expect(await posting.states(keys)).toEqual(['uncertain', 'ready', 'ready']);
      expect(posting.seen(keys)).toEqual([1, 0, 0]);
    }));

  it('a task that a person says is there is looked for, and its id found', () =>
    withPosting('old', { seed: 'task there' }, async (posting, db) => {
      const { posts, keys } = reportOf(posting, 'a');
      await posting.enqueue(posts);
      posting.portal.control.addFault({ kind: 'answerLost', methods: ['tasks.task.add'], times: 1 });
      const refusal = posting.portal.control.addFault({ kind: 'refuseRights', methods: ['tasks.task.list'] });
      await posting.settle();
      expect(await posting.states(keys)).toEqual(['uncertain', 'ready', 'ready', 'ready']);
      posting.portal.control.clearFaults({ id: refusal.id });
      await decide(posting, db, 'it-is-there');
      await posting.settle();
      expect(await posting.states(keys)).toEqual(['sent', 'sent', 'sent', 'sent']);
      expect(posting.seen(keys)).toEqual([1, 1, 1, 1]);
    }));
});

describe('what the portal refuses', () => {
  it.each(['old', 'new'] as const)(
    'is shown as failed on the %s card and goes out when a person sends it again',
    (card) =>
      withPosting(card, { seed: `refused ${card}` }, async (posting, db) => {
        const { posts, keys } = reportOf(posting, 'a', foreignTask(posting));
        await posting.enqueue(posts);
        posting.portal.control.addFault({
          kind: 'refuseRights',
          methods: ['task.commentitem.add', 'tasks.task.chat.message.send'],
        });
        await posting.settle();
        expect(await posting.states(keys)).toEqual(['failed', 'ready', 'ready']);
        expect(posting.told.failed).toEqual([keys[0]]);
        posting.portal.control.clearFaults();
        await decide(posting, db, 'send-again');
        await posting.settle();
        expect(posting.seen(keys)).toEqual([1, 1, 1]);
      }),
  );

  it('for being of the other card is sent on the right one', () =>
    withPosting('old', { seed: 'card' }, async (posting, db) => {
      await db.updateTable('portals').set({ card: 'new' }).execute();
      const { posts, keys } = reportOf(posting, 'a', foreignTask(posting));
      await posting.enqueue(posts);
      await posting.settle();
      expect(await posting.states(keys)).toEqual(['sent', 'sent', 'sent']);
      expect(posting.seen(keys)).toEqual([1, 1, 1]);
    }));
});

/** A manager decides about the one post that waits for a person. */
async function decide(posting: Posting, db: Db, decision: PostDecision): Promise<void> {
  const [post] = await uncertainPosts(db, posting.portal.memberId);
  const { memberId: portalId } = posting.portal;
  const outboxId = post?.outboxId ?? '';
  await db
    .transaction()
    .execute((tx) => decidePost(tx, posting.ground, { portalId, outboxId, decision, actionId: 'act-1' }));
}
