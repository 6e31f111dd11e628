import { describe, it, expect, beforeEach, afterEach } from '@jest/globals';
import { connect, type Db, type Tx } from '../../server/base/db/index.js';
import {
  codeOf,
  enqueuePost,
  prunePostFiles,
  storePostFile,
  uncertainPosts,
  type NewPost,
} from '../../server/portal/outbox/index.js';
import {
  changePost,
  listDue,
  readPostByKey,
  type OutboxRow,
  type PostChange,
} from '../../server/portal/outbox/outbox-store.js';
import { readPostFileContent } from '../../server/portal/outbox/post-files-store.js';
import { describeEachDatabase } from '../harness/databases.js';

const START = Date.UTC(2026, 10, 2, 9);
const portalId = 'portal-a';
const clock = { now: () => START };

describeEachDatabase('the outbox, of files and of what it shows,', (given) => {
  let db: Db;
  const inTx = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => db.transaction().execute(work);

  beforeEach(async () => {
    db = connect(await given.migratedUrl());
  });
  afterEach(() => db.destroy());

  describe('a file', () => {
    const file = { portalId, name: 'Отчёт.pdf', mime: 'application/pdf', bytes: new Uint8Array([37, 80]) };
    const store = () => inTx((tx) => storePostFile(tx, file));
    const withFile = (fileId: string): NewPost => ({
      ...{ portalId, key: 'r:1', kind: 'comment', clientId: 1 },
      payload: { taskId: 11, taskFromKey: null, text: 'Отчёт', files: [{ fileId }] },
    });
    const contentOf = (fileId: string) => readPostFileContent(db, portalId, fileId);

    it('of a comment becomes a post of its own that bears the code of its key in its name', async () => {
      const fileId = await store();
      await inTx((tx) => enqueuePost(tx, { clock }, withFile(fileId)));
      await inTx((tx) => enqueuePost(tx, { clock }, withFile(fileId)));
      expect(await dueKeys()).toEqual(['r:1:file:1', 'r:1']);
      const { payload, of_key } = await row('r:1:file:1');
      const name = `Отчёт ${codeOf('r:1:file:1')}.pdf`;
      expect({ of_key, ...JSON.parse(payload) }).toMatchObject({ of_key: 'r:1', fileId, name });
      expect(await contentOf(fileId)).toBe('JVA=');
    });

    it('that was never stored is refused with its comment', async () => {
      const refused = inTx((tx) => enqueuePost(tx, { clock }, withFile('none')));
      await expect(refused).rejects.toMatchObject({ code: 'POST_FILE_UNKNOWN' });
    });

    it('stored twice under one name is kept once', async () => {
      const named = { ...file, fileId: 'report:7:pdf' };
      await inTx((tx) => storePostFile(tx, named));
      await inTx((tx) => storePostFile(tx, { ...named, bytes: new Uint8Array([1]) }));
      expect(await contentOf('report:7:pdf')).toBe('JVA=');
    });

    it('is forgotten a month after it came through, and only then', async () => {
      const fileId = await store();
      await inTx((tx) => enqueuePost(tx, { clock }, withFile(fileId)));
      await prunePostFiles(db, portalId, START + 90 * 86_400_000);
      expect(await contentOf(fileId)).toBe('JVA=');
      await change('r:1:file:1', { state: 'sent', sent_at: START });
      await prunePostFiles(db, portalId, START + 29 * 86_400_000);
      expect(await contentOf(fileId)).toBe('JVA=');
      await prunePostFiles(db, portalId, START + 31 * 86_400_000);
      expect(await contentOf(fileId)).toBeNull();
    });
  });

  it('shows of what waits what was to be said, where, and to whom', async () => {
    const common = { portalId, clientId: 1 };
    const notice = { userId: 5, text: 'Часы кончаются' };
    const feed = { groupId: 7, title: 'Отчёт', text: 'Отчёт готов' };
    await inTx(async (tx) => {
      await enqueuePost(tx, { clock }, { ...common, kind: 'notice', key: 'n', payload: notice });
      await enqueuePost(tx, { clock }, { ...common, kind: 'feed-post', key: 'f', payload: feed });
    });
    const task = { groupId: 3, title: 'Отчёты', description: 'Здесь отчёты', auditorIds: [] };
    const comment = { taskId: null, taskFromKey: 'task:7', text: 'я'.repeat(3_000) };
    await inTx(async (tx) => {
      await enqueuePost(
        tx,
        { clock },
        { ...common, kind: 'create-report-task', key: 'task:7', payload: task },
      );
      await enqueuePost(tx, { clock }, { ...common, kind: 'comment', key: 'c', payload: comment });
    });
    await change('task:7', { state: 'sent', result: JSON.stringify({ taskId: 70, commentId: null }) });
    for (const key of ['n', 'f', 'c']) await change(key, { state: 'uncertain', reason: 'gave-up' });
    const shown = await uncertainPosts(db, portalId, 1);
    expect(shown).toMatchObject([
      { key: 'n', text: 'Часы кончаются', recipient: { userId: 5, name: '#5' }, taskId: null },
      { key: 'f', text: `Отчёт готов\n\nкод ${codeOf('f')}`, groupId: 7, isCut: false },
      { key: 'c', taskId: 70, isCut: true, text: 'я'.repeat(2_000) },
    ]);
    expect(await uncertainPosts(db, portalId, 2)).toEqual([]);
  });

  async function dueKeys(): Promise<string[]> {
    return (await listDue(db, portalId, { now: START, wallNow: START }, 100)).map(({ key }) => key);
  }
  async function row(key: string): Promise<OutboxRow> {
    const found = await readPostByKey(db, portalId, key);
    if (!found) throw new Error(`no post ${key}`);
    return found;
  }
  async function change(key: string, changes: PostChange): Promise<void> {
    const found = await row(key);
    await inTx((tx) => changePost(tx, found, changes));
  }
});
