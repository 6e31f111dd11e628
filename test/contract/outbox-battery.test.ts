import { describe, it, expect, beforeEach, afterEach } from '@jest/globals';
import { connect, type Db, type Tx } from '../../server/base/db/index.js';
import type { Clock } from '../../server/base/clock.js';
import {
  codeOf,
  decidePost,
  enqueuePost,
  markRestored,
  postStates,
  uncertainPosts,
  type NewPost,
  type OutboxRow,
  type PostDecision,
} from '../../server/portal/outbox/index.js';
import {
  changePost,
  listDue,
  lockUnchanged,
  readPostByKey,
  readPostingUser,
  type PostChange,
} from '../../server/portal/outbox/outbox-store.js';
import { describeEachDatabase } from '../harness/databases.js';

const START = Date.UTC(2026, 10, 2, 9);
const portalId = 'portal-a';

describeEachDatabase('the outbox', (given) => {
  let url: string;
  let db: Db;
  let now: number;
  const clock: Clock = { now: () => now };
  const inTx = <T>(work: (tx: Tx) => Promise<T>, on: Db = db): Promise<T> => on.transaction().execute(work);

  beforeEach(async () => {
    now = START;
    url = await given.migratedUrl();
    db = connect(url);
  });
  afterEach(() => db.destroy());

  describe('enqueuePost', () => {
    it('keeps the first post of a key and signs its text', async () => {
      await enqueue({ key: 'r:1', text: 'Первый' });
      await enqueue({ key: 'r:1', text: 'Второй' });
      expect(await dueKeys()).toEqual(['r:1']);
      expect(JSON.parse((await row('r:1')).payload)).toMatchObject({
        text: `Первый\n\nкод ${codeOf('r:1')}`,
      });
    });

    it('leaves a text alone that bears its code already', async () => {
      const text = `Отчёт · код ${codeOf('r:1')}`;
      await enqueue({ key: 'r:1', text });
      expect(JSON.parse((await row('r:1')).payload)).toMatchObject({ text });
    });

    it('is undone with the transaction that decided it', async () => {
      const failing = inTx(async (tx) => {
        await enqueuePost(tx, { clock }, comment({ key: 'r:1' }));
        throw new Error('the report was not issued after all');
      });
      await expect(failing).rejects.toThrow('not issued');
      expect(await dueKeys()).toEqual([]);
    });

    it('refuses a comment without a task, or longer than a part', async () => {
      await expect(enqueue({ key: 'r:1', taskId: null })).rejects.toMatchObject({
        code: 'POST_WITHOUT_TASK',
      });
      await expect(enqueue({ key: 'r:1', text: 'я'.repeat(15_300) })).rejects.toMatchObject({
        code: 'POST_TOO_LONG',
      });
      expect(await dueKeys()).toEqual([]);
    });

    it('takes the same key on another portal for another post', async () => {
      await enqueue({ key: 'r:1' });
      await enqueue({ key: 'r:1', portalId: 'portal-b' });
      const [ours, theirs] = [await dueKeys(), await listDue(db, 'portal-b', moments(), 100)];
      expect([ours.length, theirs.length]).toEqual([1, 1]);
    });
  });

  describe('what is due', () => {
    it('comes in the order it was decided, and not before the post it follows', async () => {
      await enqueue({ key: 'r:1:1' });
      await enqueue({ key: 'r:1:2', afterKey: 'r:1:1' });
      await enqueue({ key: 'r:1:3', afterKey: 'r:1:2' });
      await enqueue({ key: 'r:2:1' });
      expect(await dueKeys()).toEqual(['r:1:1', 'r:2:1']);
      await change('r:1:1', { state: 'sent' });
      expect(await dueKeys()).toEqual(['r:1:2', 'r:2:1']);
    });

    it('waits for the task it goes to', async () => {
      await enqueue({ key: 'r:1:1', taskId: null, taskFromKey: 'task:7' });
      expect(await dueKeys()).toEqual([]);
      await enqueueTask('task:7');
      await change('task:7', { state: 'sent' });
      expect(await dueKeys()).toEqual(['r:1:1']);
    });

    it('does not pass a post that is uncertain, failed or dismissed', async () => {
      await enqueue({ key: 'r:1:1' });
      await enqueue({ key: 'r:1:2', afterKey: 'r:1:1' });
      for (const state of ['uncertain', 'failed', 'dismissed'] as const) {
        await change('r:1:1', { state });
        expect(await dueKeys()).toEqual([]);
      }
    });

    it('is not what a live process holds; after a crash it is, once the lease has run out', async () => {
      await enqueue({ key: 'r:1' });
      await change('r:1', { state: 'sending', lease_holder: 'x', lease_until: moments().wallNow + 1_000 });
      expect(await dueKeys()).toEqual([]);
      expect(await dueKeys({ wallNow: moments().wallNow + 1_001 })).toEqual(['r:1']);
    });

    it('is held back by the machine’s clock, not by an app clock that jumps', async () => {
      await enqueue({ key: 'r:1' });
      await change('r:1', { state: 'settling', lease_until: moments().wallNow + 1_000 });
      now += 10 * 86_400_000;
      expect(await dueKeys()).toEqual([]);
    });

    it('is not what is due later', async () => {
      await enqueue({ key: 'r:1' });
      await change('r:1', { due_at: START + 5_000 });
      expect(await dueKeys()).toEqual([]);
      now += 5_000;
      expect(await dueKeys()).toEqual(['r:1']);
    });
  });

  it('lets only one of several processes take a post', async () => {
    await enqueue({ key: 'r:1' });
    const seen = await row('r:1');
    // two connections of one process to one SQLite file would wait for each other for ever: there they share one
    const isPostgres = given.dialect === 'postgres';
    const others = Array.from({ length: 5 }, () => (isPostgres ? connect(url) : db));
    const taken = await Promise.all(
      others.map((other, index) => inTx((tx) => take(tx, seen, `p${index}`), other)),
    );
    if (isPostgres) await Promise.all(others.map((other) => other.destroy()));
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect((await row('r:1')).lease_holder).toBe(`p${taken.indexOf(true)}`);
  });

  async function take(tx: Tx, seen: OutboxRow, holder: string): Promise<boolean> {
    const current = await lockUnchanged(tx, seen);
    if (current) await changePost(tx, current, { state: 'sending', lease_holder: holder, lease_until: 1 });
    return current !== null;
  }

  describe('the posting user', () => {
    it('is who authorised posting, else the owner, else nobody', async () => {
      expect(await readPostingUser(db, portalId)).toBeNull();
      await token('owner', 5);
      expect(await readPostingUser(db, portalId)).toBe(5);
      await token('posting', 6);
      expect(await readPostingUser(db, portalId)).toBe(6);
      await db.updateTable('portal_tokens').set({ broken_reason: 'dead' }).where('user_id', '=', 6).execute();
      expect(await readPostingUser(db, portalId)).toBe(5);
    });
  });

  describe('a decision', () => {
    beforeEach(async () => {
      await enqueue({ key: 'r:1:1' });
      await enqueue({ key: 'r:1:2', afterKey: 'r:1:1' });
      await enqueue({ key: 'r:1:3', afterKey: 'r:1:2' });
      await change('r:1:1', {
        state: 'uncertain',
        reason: 'author-changed',
        unclear: 2,
        author_id: 5,
        first_send_at: START,
      });
    });

    it('that it is there lets the next drain store it as sent', async () => {
      await decide('it-is-there');
      expect(await row('r:1:1')).toMatchObject({
        state: 'settling',
        reason: 'confirmed',
        decided_action_id: 'act-1',
      });
      expect(await dueKeys()).toEqual(['r:1:1']);
    });

    it('to send again begins a new round without a trace of the old', async () => {
      await decide('send-again');
      expect(await row('r:1:1')).toMatchObject({
        ...{ state: 'ready', round: 1, unclear: 0, attempts: 0, author_id: null, first_send_at: null },
        decided_action_id: 'act-1',
      });
    });

    it('to dismiss takes along what waits for it', async () => {
      const changed = await decide('dismiss');
      expect(changed.map(({ key, state }) => `${key} ${state}`)).toEqual([
        'r:1:1 dismissed',
        'r:1:2 dismissed',
        'r:1:3 dismissed',
      ]);
      const states = await postStates(db, portalId, ['r:1:1', 'r:1:2', 'r:1:3', 'r:9']);
      expect([...states.values()]).toEqual(['dismissed', 'dismissed', 'dismissed']);
    });

    it('is taken once, about this portal’s posts, and only where one is needed', async () => {
      await decide('send-again');
      await expect(decide('dismiss')).rejects.toMatchObject({ code: 'POST_NOT_OPEN', status: 409 });
      const outboxId = (await row('r:1:2')).outbox_id;
      const foreign = { portalId: 'portal-b', outboxId, decision: 'dismiss' as const, actionId: 'act-2' };
      await expect(inTx((tx) => decidePost(tx, { clock }, foreign))).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
    });
  });

  it('shows what waits for a person, and nothing else', async () => {
    for (const key of ['a', 'b', 'c', 'd']) await enqueue({ key });
    await change('a', { state: 'uncertain', reason: 'restored', send_started_at: START - 1 });
    await change('b', { state: 'failed', reason: 'refused: ACCESS_DENIED' });
    await change('c', { state: 'settling' });
    const shown = await uncertainPosts(db, portalId);
    expect(shown.map(({ key, reason, startedAt }) => ({ key, reason, startedAt }))).toEqual([
      { key: 'a', reason: 'restored', startedAt: START - 1 },
      { key: 'b', reason: 'refused: ACCESS_DENIED', startedAt: null },
    ]);
  });

  it('after a restore doubts what is unsent or was sent in the last day the backup knows', async () => {
    for (const key of ['old', 'recent', 'ready', 'sending', 'settling', 'failed']) await enqueue({ key });
    await change('old', { state: 'sent', sent_at: START - 2 * 86_400_000 });
    await change('recent', { state: 'sent', sent_at: START - 3_600_000 });
    await change('sending', { state: 'sending', lease_holder: 'x', lease_until: Date.now() + 1_000_000 });
    await change('settling', { state: 'settling' });
    await change('failed', { state: 'failed' });
    const marked = await inTx((tx) => markRestored(tx));
    expect(marked.map(({ key }) => key).sort()).toEqual(['ready', 'recent', 'sending', 'settling']);
    const states = Object.fromEntries(
      await postStates(db, portalId, ['old', 'recent', 'ready', 'sending', 'failed']),
    );
    expect(states).toEqual({
      old: 'sent',
      recent: 'uncertain',
      ready: 'uncertain',
      sending: 'uncertain',
      failed: 'failed',
    });
    expect(await dueKeys({ wallNow: Date.now() + 2_000_000 })).toEqual([]);
    expect((await uncertainPosts(db, portalId)).filter(({ reason }) => reason === 'restored')).toHaveLength(
      4,
    );
  });

  function moments(): { now: number; wallNow: number } {
    return { now, wallNow: START };
  }
  async function dueKeys(at: { wallNow?: number } = {}): Promise<string[]> {
    return (await listDue(db, portalId, { ...moments(), ...at }, 100)).map(({ key }) => key);
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
  async function decide(decision: PostDecision): Promise<OutboxRow[]> {
    const { outbox_id: outboxId } = await row('r:1:1');
    return inTx((tx) => decidePost(tx, { clock }, { portalId, outboxId, decision, actionId: 'act-1' }));
  }
  async function enqueue(post: GivenComment): Promise<void> {
    await inTx((tx) => enqueuePost(tx, { clock }, comment(post)));
  }
  async function enqueueTask(key: string): Promise<void> {
    const payload = { groupId: 3, title: 'Отчёты', description: 'Здесь отчёты', auditorIds: [] };
    await inTx((tx) =>
      enqueuePost(tx, { clock }, { portalId, key, kind: 'create-report-task', clientId: 1, payload }),
    );
  }
  async function token(purpose: 'owner' | 'posting', userId: number): Promise<void> {
    await db
      .insertInto('portal_tokens')
      .values({
        ...{
          portal_id: portalId,
          purpose,
          user_id: userId,
          is_admin: 1,
          access_sealed: 'a',
          refresh_sealed: 'r',
        },
        ...{ expires_at: 0, broken_reason: null, refresh_lease_until: 0, updated_at: 0 },
      })
      .execute();
  }
});

interface GivenComment {
  key: string;
  text?: string;
  portalId?: string;
  afterKey?: string;
  taskId?: number | null;
  taskFromKey?: string | null;
}

function comment(post: GivenComment): NewPost {
  const { key, text = 'Отчёт', taskId = 11, taskFromKey = null, afterKey } = post;
  return {
    ...{
      portalId: post.portalId ?? portalId,
      key,
      kind: 'comment',
      clientId: 1,
      payload: { taskId, taskFromKey, text },
    },
    ...(afterKey === undefined ? {} : { afterKey }),
  };
}
