import { beforeAll, expect, it } from '@jest/globals';
import {
  readAbsences,
  readHandDays,
  readNorms,
  replaceAbsences,
  writeHandDays,
  writeNorm,
} from '../../server/planning/capacity-store.js';
import {
  draftOf,
  insertRevision,
  publishedOf,
  readPublished,
  readSprint,
  readToClose,
  writeSprint,
} from '../../server/planning/sprint-store.js';
import type { Db } from '../../server/base/db/index.js';
import { describeEachDatabase } from '../harness/databases.js';

const portalId = 'sprints';
const week = { portalId, weekOn: '2026-03-02' };
const span = { from: '2026-03-02', to: '2026-03-08' };

describeEachDatabase('capacity and sprints in the database', (given) => {
  let db: Db;
  const inTx = <T>(work: (tx: Parameters<typeof writeNorm>[0]) => Promise<T>): Promise<T> =>
    db.transaction().execute(work);
  beforeAll(async () => {
    db = await given.freshDatabase();
  });

  it('keep one norm a person and one typed figure a day', async () => {
    const norm = { portal_id: portalId, user_id: 7, takes_part: 'always' as const, week: null };
    const rest = { starts_at: 600, updated_at: 1, action_id: null };
    await inTx((tx) => writeNorm(tx, { ...norm, ...rest }));
    await inTx((tx) => writeNorm(tx, { ...norm, ...rest, takes_part: 'never' }));
    expect((await readNorms(db, portalId)).map((row) => [row.user_id, row.takes_part])).toEqual([
      [7, 'never'],
    ]);
    const typed = { seconds: 0, reason: 'vacation' as const, note: null, updated_at: 1, action_id: null };
    const days = ['2026-03-03', '2026-03-04'];
    await inTx((tx) => writeHandDays(tx, { portalId, userId: 7, days }, typed));
    await inTx((tx) => writeHandDays(tx, { portalId, userId: 7, days }, { ...typed, seconds: 60 }));
    await inTx((tx) => writeHandDays(tx, { portalId, userId: 7, days: ['2026-03-04'] }, null));
    const kept = await readHandDays(db, portalId, span);
    expect(kept.map((row) => [row.day, row.seconds])).toEqual([['2026-03-03', 60]]);
  });

  it('replace absences of the days that were asked for, and only those', async () => {
    const row = (id: string, from: string, to: string) => ({
      ...{ portal_id: portalId, user_id: 7, absence_id: id, name: 'Отпуск', whole_days: 1 },
      ...{ from_day: from, to_day: to, from_at: 0, to_at: 0, asked_at: 1 },
    });
    const old = [row('1', '2026-03-02', '2026-03-03'), row('2', '2026-04-01', '2026-04-02')];
    await inTx((tx) => replaceAbsences(tx, portalId, { from: '2026-03-01', to: '2026-04-30' }, old));
    await inTx((tx) => replaceAbsences(tx, portalId, span, [row('3', '2026-03-05', '2026-03-06')]));
    const all = await readAbsences(db, portalId, { from: '2026-01-01', to: '2026-12-31' });
    expect(all.map((one) => one.absence_id).sort()).toEqual(['2', '3']);
  });

  it('keep draft and published plan apart, and revisions for ever', async () => {
    const parts = [{ taskId: 1, userId: 7, day: '2026-03-02', seconds: 3_600 }];
    const plan = JSON.stringify({ parts });
    const draft = JSON.stringify({ parts, pinned: [1], out: [], exceed: [] });
    await inTx((tx) => writeSprint(tx, week, { draft, draft_version: 1, updated_at: 1 }));
    await inTx((tx) =>
      writeSprint(tx, week, {
        ...{ published: plan, published_at: 2, revision: 1, draft: null, draft_version: 2, updated_at: 2 },
      }),
    );
    const row = await readSprint(db, week);
    expect([draftOf(row), publishedOf(row)?.parts, row?.draft_version]).toEqual([null, parts, 2]);
    expect(await readSprint(db, { ...week, portalId: 'other' })).toBeUndefined();
    const revision = { portal_id: portalId, week_on: week.weekOn, revision: 1, plan };
    const by = { published_at: 2, published_by: 1, action_id: 'a' };
    await inTx((tx) => insertRevision(tx, { ...revision, ...by }));
    await expect(inTx((tx) => insertRevision(tx, { ...revision, ...by }))).rejects.toMatchObject({
      message: expect.stringMatching(/unique/i) as unknown,
    });
    await expect(db.updateTable('sprint_revisions').set({ plan: '{}' }).execute()).rejects.toMatchObject({
      message: expect.stringMatching(/APPEND_ONLY/) as unknown,
    });
  });

  it('name published weeks that are to be closed, once', async () => {
    expect((await readPublished(db, portalId, '2026-03-02')).map((row) => row.week_on)).toEqual([
      week.weekOn,
    ]);
    expect(await readToClose(db, portalId, '2026-02-23')).toEqual([]);
    expect(await readToClose(db, portalId, '2026-03-09')).toHaveLength(1);
    await inTx((tx) => writeSprint(tx, week, { fact: '{}', closed_at: 3, updated_at: 3 }));
    expect(await readToClose(db, portalId, '2026-03-09')).toEqual([]);
  });
});
