import { beforeEach, expect, it } from '@jest/globals';
import {
  askWork,
  cancelWork,
  deleteOldRuns,
  deleteOldWorks,
  isUnderWay,
  readAskedWorks,
  readWorks,
  runOnce,
  runWork,
} from '../../server/base/jobs/index.js';
import { describeEachDatabase } from '../harness/databases.js';
import { givenInbox, type TestGround } from '../unit/inbox/given-inbox.js';

describeEachDatabase('recurring jobs', (given) => {
  let ground: TestGround;
  beforeEach(async () => {
    ground = givenInbox(await given.freshDatabase());
  });
  const job = { portalId: 'p1', job: 'sweep', bucket: '2026-11-24T03', leaseMs: 30_000 };

  it('run once per bucket, however many processes try', async () => {
    let runs = 0;
    const work = () => {
      runs += 1;
      return new Promise<void>((resolve) => setTimeout(resolve, 20));
    };
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => runOnce(ground, job, work)));
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    ground.advance(3_600_000);
    expect(await runOnce(ground, job, work)).toBe(false);
    expect(await runOnce(ground, { ...job, bucket: '2026-11-24T04' }, work)).toBe(true);
    expect(await runOnce(ground, { ...job, portalId: 'p2' }, work)).toBe(true);
    expect(runs).toBe(3);
  });

  it('run again after a failure, and throw it', async () => {
    await expect(runOnce(ground, job, () => Promise.reject(new Error('no luck')))).rejects.toThrow('no luck');
    expect(await runOnce(ground, job, () => Promise.resolve())).toBe(true);
  });

  it('are taken over when their process died', async () => {
    let release = () => {};
    const dead = runOnce(
      ground,
      job,
      () =>
        new Promise<void>((resolve) => {
          release = resolve;
        }),
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    ground.advance(29_000);
    expect(await runOnce(ground, job, () => Promise.resolve())).toBe(false);
    ground.advance(2_000);
    expect(await runOnce(ground, job, () => Promise.resolve())).toBe(true);
    release();
    await dead;
  });

  it('are forgotten when long finished', async () => {
    await runOnce(ground, job, () => Promise.resolve());
    await deleteOldRuns(ground.db, ground.clock.now() + 1);
    expect(await runOnce(ground, job, () => Promise.resolve())).toBe(true);
  });
});

describeEachDatabase('long work', (given) => {
  let ground: TestGround;
  beforeEach(async () => {
    ground = givenInbox(await given.freshDatabase());
  });
  const work = { portalId: 'p1', work: 'export' };
  const ask = (more: { wanted?: unknown; takeOver?: boolean } = {}, machineNow = Date.now()) => {
    const asked = { stage: 'people', askedBy: 7, wanted: more.wanted };
    const how = { asked, machineNow, takeOver: more.takeOver ?? false };
    return ground.db.transaction().execute((tx) => askWork(tx, ground.clock, work, how));
  };
  const stored = async () => (await readWorks(ground.db, 'p1'))[0];

  it('is shown as it goes, keeps its result, and begins anew', async () => {
    expect(await ask({ wanted: { from: 5 } })).toBe(true);
    expect(await stored()).toMatchObject({ state: 'asked', asked_by: 7, done: 0, total: null });
    expect(await readAskedWorks(ground.db)).toEqual([work]);
    const end = await runWork(ground, work, async ({ wanted, step }) => {
      expect(wanted).toEqual({ from: 5 });
      await step({ stage: 'tasks', done: 50, total: 200 });
      await step({ done: 60 });
      expect(await stored()).toMatchObject({ state: 'running', stage: 'tasks', done: 60, total: 200 });
      expect(await ask()).toBe(false);
      expect(await runWork(ground, work, () => Promise.resolve())).toBe('not-ours');
      return { rows: 3 };
    });
    expect(end).toBe('done');
    expect(await stored()).toMatchObject({ state: 'done', result: '{"rows":3}', failed_reason: null });
    expect(await ask()).toBe(true);
    expect(await stored()).toMatchObject({ state: 'asked', done: 0, result: null, finished_at: null });
    expect(await readWorks(ground.db, 'p2')).toEqual([]);
  });

  it('stops between two steps when somebody cancels it, and at once when nobody has begun', async () => {
    const cancel = () =>
      ground.db.transaction().execute((tx) => cancelWork(tx, ground.clock, work, Date.now()));
    await ask();
    let after = 0;
    const end = await runWork(ground, work, async ({ step }) => {
      await step({ done: 1 });
      expect(await cancel()).toBe(true);
      await step({ done: 2 });
      after += 1;
    });
    expect([end, after]).toEqual(['cancelled', 0]);
    expect(await stored()).toMatchObject({ state: 'cancelled', done: 2 });
    expect(await cancel()).toBe(false);
    await ask();
    expect(await cancel()).toBe(true);
    expect(await readAskedWorks(ground.db)).toEqual([]);
  });

  it('that failed says why; one whose process died or stopped can be asked for again', async () => {
    await ask();
    await expect(runWork(ground, work, () => Promise.reject(new Error('no rights')))).rejects.toThrow();
    expect(await stored()).toMatchObject({ state: 'failed', failed_reason: 'no rights' });
    await ask();
    const left = await runWork(
      ground,
      work,
      ({ step }) => step({ done: 1 }),
      () => false,
    );
    expect(left).toBe('left');
    const row = await stored();
    expect(row && isUnderWay(row, Date.now())).toBe(false);
    expect(await ask()).toBe(true);
    let release = () => {};
    const dead = runWork(ground, work, async ({ step }) => {
      await new Promise<void>((resolve) => (release = resolve));
      await step({ done: 9 });
    });
    while ((await stored())?.state !== 'running') await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await ask()).toBe(false);
    expect(await ask({}, Date.now() + 61_000)).toBe(true);
    release();
    expect(await dead).toBe('left');
    expect(await stored()).toMatchObject({ state: 'asked', done: 0 });
  });

  it('is forgotten when long ended', async () => {
    await ask();
    await runWork(ground, work, () => Promise.resolve());
    await deleteOldWorks(ground.db, 'p1', ground.clock.now() + 1);
    expect(await stored()).toBeUndefined();
  });
});
