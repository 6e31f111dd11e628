import { describe, it, expect } from '@jest/globals';
import type { Db } from '../../server/base/db/index.js';
import {
  decidePost,
  uncertainPosts,
  withdrawPosts,
  type PostDecision,
} from '../../server/portal/outbox/index.js';
import { filesOnDisk, type Posting } from '../given/given-posting.js';
import { letterOf, withoutChatUpload, type Letter } from '../given/posting-letters.js';
import { foreignTask, withPosting } from '../given/posting-troubles.js';

const COMMENT = 'letter:a';
const FILE = 'letter:a:file:1';

describe('a file on the old card', () => {
  it('goes with its comment, from the disk of the group', () =>
    withLetter('old', 'plain', async ({ posting }) => {
      await posting.settle();
      expect(shown(posting)).toEqual([{ text: 'Отчёт a с файлом', files: 1 }]);
      const [file] = posting.portal.control.posts()[0]?.files ?? [];
      expect(file?.name).toMatch(/^Отчёт «a» итог [0-9a-f]{8}\.pdf$/);
      const storage = [...posting.portal.world.data.storages.values()].find(
        ({ id }) => id === posting.portal.world.data.files.get(file?.id ?? 0)?.storageId,
      );
      expect(storage).toMatchObject({ entityType: 'group', entityId: String(posting.groupId) });
    }));

  it('that the disk refuses does not hold the text back, is shown, and follows when a person sends it again', () =>
    withLetter('old', 'refused', async ({ posting, db }) => {
      const { control } = posting.portal;
      const refusal = control.addFault({ kind: 'refuseRights', methods: ['disk.folder.uploadFile'] });
      await posting.settle();
      expect(await posting.states([COMMENT, FILE])).toEqual(['sent', 'failed']);
      expect(shown(posting)).toEqual([{ text: 'Отчёт a с файлом', files: 0 }]);
      control.clearFaults({ id: refusal.id });
      await decide(posting, db, 'send-again');
      await posting.settle();
      expect(shown(posting).map(({ files }) => files)).toEqual([0, 1]);
      expect(posting.seen([COMMENT, FILE])).toEqual([1, 1]);
    }));

  it.each(['ERROR_CORE', 'ACCESS_DENIED'])(
    'for which the comment is refused with %s stays away, and the text goes out without it',
    (code) =>
      withLetter('old', `attach ${code}`, async ({ posting, db }) => {
        const error = { status: 400, code, description: 'no' };
        posting.portal.control.addFault({
          ...{ kind: 'refuseRights', methods: ['task.commentitem.add'], times: 1, error },
        });
        await posting.settle();
        expect(await posting.states([COMMENT, FILE])).toEqual(['sent', 'failed']);
        expect(shown(posting)).toEqual([{ text: 'Отчёт a с файлом', files: 0 }]);
        expect(await reasons(posting, db)).toEqual([`not-attached: ${code}`]);
      }),
  );

  it('that the disk cannot take for long follows its text in a comment of its own', () =>
    withLetter('old', 'late', async ({ posting }) => {
      const { control } = posting.portal;
      const trouble = control.addFault({ kind: 'serverError', methods: ['disk.folder.uploadFile'] });
      while ((await posting.states([COMMENT]))[0] !== 'sent') {
        await posting.drain();
        control.setClock({ advanceMs: 60_000 });
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
      expect(posting.seen([FILE])).toEqual([0]);
      control.clearFaults({ id: trouble.id });
      await posting.settle();
      expect(shown(posting).map(({ files }) => files)).toEqual([0, 1]);
      expect(posting.seen([COMMENT, FILE])).toEqual([1, 1]);
      expect(filesOnDisk(posting.portal, FILE)).toBe(1);
    }));

  it('whose upload is unclear while the author changes is uncertain; the text goes out, and a word sends the file after', () =>
    withLetter('old', 'author', async ({ posting, db }) => {
      const { control } = posting.portal;
      control.addFault({ kind: 'landLate', delayMs: 950, methods: ['disk.folder.uploadFile'], times: 1 });
      control.addFault({ kind: 'emptyAnswer', methods: ['disk.folder.getChildren'], times: 1 });
      await posting.drain();
      await posting.changeAuthor();
      await posting.settle();
      expect(await posting.states([COMMENT, FILE])).toEqual(['sent', 'uncertain']);
      await decide(posting, db, 'it-is-there');
      await posting.settle();
      expect(await posting.states([COMMENT, FILE])).toEqual(['sent', 'sent']);
      expect(posting.seen([COMMENT, FILE])).toEqual([1, 1]);
      expect(filesOnDisk(posting.portal, FILE)).toBe(1);
    }));
});

describe('a file on the new card', () => {
  it('follows its text as a message of its own', () =>
    withLetter('new', 'plain', async ({ posting }) => {
      await posting.settle();
      expect(shown(posting)).toEqual([
        { text: 'Отчёт a с файлом', files: 0 },
        { text: '', files: 1 },
      ]);
    }));

  it('of a task whose chat is closed to us is shown as refused; the text is there', () =>
    withLetter('new', 'closed', async ({ posting, db, letter }) => {
      const [comment] = letter.posts;
      if (comment?.kind !== 'comment') throw new Error('no comment');
      const closed = { ...comment.payload, taskId: foreignTask(posting) };
      await posting.enqueue([{ ...comment, key: 'closed', payload: closed }]);
      await posting.settle();
      expect(await posting.states(['closed', 'closed:file:1'])).toEqual(['sent', 'failed']);
      expect(await reasons(posting, db)).toEqual(['refused: ACCESS_DENIED']);
    }));

  it('of a portal that gets the new card after the upload goes into the chat', () =>
    withLetter('old', 'renewed', async ({ posting }) => {
      const { control } = posting.portal;
      // However slow the machine: the comment does not get through before the card changes.
      control.addFault({ kind: 'queryLimit', methods: ['task.commentitem.add'], times: 1000 });
      await posting.drain();
      expect(filesOnDisk(posting.portal, FILE)).toBe(1);
      control.clearFaults();
      control.setCard({ card: 'new' });
      // as an update of the portal would: the comment is refused for its form, and the card asked for anew
      control.addFault({
        ...{ kind: 'refuseRights', methods: ['task.commentitem.add'] },
        error: { status: 404, code: 'ERROR_METHOD_NOT_FOUND', description: 'Method not found!' },
      });
      await posting.settle();
      expect(posting.seen([COMMENT, FILE])).toEqual([1, 1]);
      expect(shown(posting).map(({ files }) => files)).toEqual([0, 1]);
    }));

  it('of a portal without the newer method waits in the chat’s folder, unseen, until it is committed', () =>
    withLetter('new', 'folder', async ({ posting, db }) => {
      withoutChatUpload(posting);
      posting.portal.control.addFault({ kind: 'refuseRights', methods: ['im.disk.file.commit'] });
      await posting.settle();
      expect(await posting.states([COMMENT, FILE, `${FILE}:commit`])).toEqual(['sent', 'sent', 'failed']);
      expect(posting.seen([COMMENT, FILE])).toEqual([1, 0]);
      posting.portal.control.clearFaults();
      withoutChatUpload(posting);
      await decide(posting, db, 'send-again');
      await posting.settle();
      expect(posting.seen([COMMENT, FILE])).toEqual([1, 1]);
      expect(filesOnDisk(posting.portal, FILE)).toBe(1);
    }));
});

describe('a text that is taken back', () => {
  it.each(['old', 'new'] as const)('takes its files along (%s card)', (card) =>
    withLetter(card, `withdrawn ${card}`, async ({ posting, db }) => {
      const portalId = posting.portal.memberId;
      await db
        .transaction()
        .execute((tx) => withdrawPosts(tx, { portalId, keys: [COMMENT], actionId: 'act-1' }));
      await posting.settle();
      expect(await posting.states([COMMENT, FILE])).toEqual(['dismissed', 'dismissed']);
      expect(posting.seen([COMMENT, FILE])).toEqual([0, 0]);
    }),
  );

  it('by a manager’s decision takes its files along', () =>
    withLetter('new', 'dismissed', async ({ posting, db }) => {
      posting.portal.control.addFault({ kind: 'refuseRights', methods: ['tasks.task.chat.message.send'] });
      await posting.settle();
      expect(await posting.states([COMMENT, FILE])).toEqual(['failed', 'ready']);
      await decide(posting, db, 'dismiss');
      expect(await posting.states([COMMENT, FILE])).toEqual(['dismissed', 'dismissed']);
    }));
});

describe('a notice', () => {
  it('to somebody dismissed fails visibly', () =>
    withPosting('old', { seed: 'dismissed' }, async (posting, db) => {
      const { id } = posting.portal.control.createUser({ name: 'Пётр', lastName: 'Ли' });
      posting.portal.control.dismissUser({ id });
      const payload = { userId: id, text: 'Часы кончились' };
      const { memberId: portalId } = posting.portal;
      await posting.enqueue([{ portalId, clientId: 1, kind: 'notice', key: 'n', payload }]);
      await posting.settle();
      expect(await reasons(posting, db)).toEqual(['refused: NOTICE_NOT_CREATED']);
    }));

  it('whose answers are lost again and again is there once, and a person is asked in the end', () =>
    withPosting('old', { seed: 'lost' }, async (posting, db) => {
      const payload = { userId: 1, text: 'Часы кончились' };
      const { memberId: portalId } = posting.portal;
      await posting.enqueue([{ portalId, clientId: 1, kind: 'notice', key: 'n', payload }]);
      posting.portal.control.addFault({ kind: 'answerLost', methods: ['im.notify.system.add'] });
      // six waits of the settling time: the machine's clock is not skipped, so the leases are
      for (let lives = 0; lives < 40 && (await posting.states(['n']))[0] !== 'uncertain'; lives += 1) {
        await db.updateTable('outbox').set({ lease_until: 0 }).execute();
        await posting.drain();
        posting.portal.control.setClock({ advanceMs: 900_000 });
      }
      expect(await reasons(posting, db)).toEqual(['gave-up']);
      expect(posting.portal.world.data.notices).toHaveLength(1);
    }));
});

interface Scene {
  posting: Posting;
  db: Db;
  letter: Letter;
}

/** A comment with one file (`letter:a`) is enqueued in a task that the posting user takes part in. */
function withLetter(card: 'old' | 'new', seed: string, work: (scene: Scene) => Promise<void>): Promise<void> {
  return withPosting(card, { seed }, async (posting, db) => {
    const letter = await letterOf(posting, db, 'a', card);
    await posting.enqueue(letter.posts.slice(0, 1));
    await work({ posting, db, letter });
  });
}

/** Texts without their codes, and how many files each carries. */
function shown(posting: Posting): { text: string; files: number }[] {
  return posting.portal.control.posts().map(({ text, files }) => ({
    text: text.replace(/\n\nкод [0-9a-f]{8}$/, ''),
    files: files.length,
  }));
}

async function reasons(posting: Posting, db: Db): Promise<(string | null)[]> {
  return (await uncertainPosts(db, posting.portal.memberId)).map(({ reason }) => reason);
}

async function decide(posting: Posting, db: Db, decision: PostDecision): Promise<void> {
  const [post] = await uncertainPosts(db, posting.portal.memberId);
  const outboxId = post?.outboxId ?? '';
  const { memberId: portalId } = posting.portal;
  await db
    .transaction()
    .execute((tx) => decidePost(tx, posting.ground, { portalId, outboxId, decision, actionId: 'act-1' }));
}
