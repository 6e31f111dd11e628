import { beforeEach, expect, it } from '@jest/globals';
import {
  deleteOldRuns,
  failProgress,
  finishProgress,
  listProgress,
  runOnce,
  startProgress,
  stepProgress,
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

describeEachDatabase('progress', (given) => {
  it('is shown as it goes, to its end or its failure, and begins anew', async () => {
    const ground = givenInbox(await given.freshDatabase());
    const { db, clock } = ground;
    const work = { portalId: 'p1', work: 'first-mirror' };
    const shown = async () => (await listProgress(db, 'p1'))[0];
    await startProgress(db, clock, work, { stage: 'tasks' });
    expect(await shown()).toMatchObject({
      work: 'first-mirror',
      stage: 'tasks',
      done: 0,
      total: null,
      finishedAt: null,
    });
    ground.advance(1_000);
    await stepProgress(db, clock, work, { done: 50, total: 200 });
    await stepProgress(db, clock, work, { stage: 'entries' });
    expect(await shown()).toMatchObject({ stage: 'entries', done: 50, total: 200, updatedAt: clock.now() });
    await failProgress(db, clock, work, 'no rights');
    expect(await shown()).toMatchObject({ failedReason: 'no rights', finishedAt: clock.now() });
    await startProgress(db, clock, work, { stage: 'tasks', total: 10 });
    expect(await shown()).toMatchObject({ done: 0, total: 10, failedReason: null, finishedAt: null });
    await finishProgress(db, clock, work);
    expect(await shown()).toMatchObject({ finishedAt: clock.now(), failedReason: null });
    expect(await listProgress(db, 'p2')).toEqual([]);
  });
});
