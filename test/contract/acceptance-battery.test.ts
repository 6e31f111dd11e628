import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Db, Tx } from '../../server/base/db/index.js';
import { erasePortal } from '../../server/portal/installs/erase-store.js';
import { addResponse, readResponses, readResponsesTo } from '../../server/reports/acceptance-store.js';
import { readStandingReports } from '../../server/reports/acceptance-view.js';
import { readOpenDisputes } from '../../server/reports/open-disputes-view.js';
import { readReportAnswers } from '../../server/reports/report-answers-view.js';
import { insertReport } from '../../server/reports/report-store.js';
import { acceptanceOf } from '../../server/reports/rules/acceptance.js';
import { describeEachDatabase } from '../harness/databases.js';

/** An error of the database is not of this test's realm: only what it says is looked at. */
const refused = { message: expect.stringContaining('APPEND_ONLY') as unknown };

describeEachDatabase('what is said about reports', (given) => {
  let db: Db;
  let portalId: string;
  let portals = 0;
  beforeAll(async () => {
    db = await given.freshDatabase();
  });
  beforeEach(async () => {
    portalId = `portal-${(portals += 1)}`;
    for (const [clientId, number, postedAt] of [
      [1, 1, 100],
      [1, 2, 200],
      [2, 1, 300],
      [2, 2, null],
    ] as const) {
      await inTx((tx) => insertReport(tx, reportRow({ clientId, number, postedAt })));
    }
  });
  const inTx = <T>(work: (tx: Tx) => Promise<T>) => db.transaction().execute(work);
  const of = (client_id: number, number: number) => ({ portal_id: portalId, client_id, number });
  const reportRow = (row: { clientId: number; number: number; postedAt: number | null }) => ({
    ...{ portal_id: portalId, client_id: row.clientId, number: row.number, posted_at: row.postedAt },
    ...{ report_id: randomUUID(), cause: `demand:${randomUUID()}`, state: 'posted' as const, cut: '{}' },
    ...{ due_at: 1, position: 1, model: '{}', created_at: 1, updated_at: 1, action_id: null },
  });
  const dispute = (clientId: number, number: number, entryId: number, at: number) =>
    inTx((tx) =>
      addResponse(tx, of(clientId, number), {
        ...{ what: 'dispute', entry_id: entryId, text: 'почему', how: 'app', user_id: 7, at },
      }),
    );

  it('is numbered without gaps per report, and a dispute is named by its number', async () => {
    expect([await dispute(1, 1, 5, 10), await dispute(1, 1, 6, 11), await dispute(1, 2, 5, 12)]).toEqual([
      1, 2, 1,
    ]);
    const said = await readResponsesTo(db, of(1, 1));
    expect(said.map(({ response, dispute: named, entryId }) => [response, named, entryId])).toEqual([
      [1, 1, 5],
      [2, 2, 6],
    ]);
    expect([...(await readResponses(db, portalId, 1)).keys()]).toEqual([1, 2]);
    expect(acceptanceOf(said)).toMatchObject({ state: 'disputed', openDisputes: 2 });
  });

  it('is never changed and never taken away, but by the erasure of the portal', async () => {
    await dispute(1, 1, 5, 10);
    const changed = db
      .updateTable('report_responses')
      .set({ text: 'иначе' })
      .where('portal_id', '=', portalId);
    await expect(changed.execute()).rejects.toMatchObject(refused);
    const removed = db.deleteFrom('report_responses').where('portal_id', '=', portalId);
    await expect(removed.execute()).rejects.toMatchObject(refused);
    await inTx((tx) => erasePortal(tx, { portalId, erasureId: randomUUID(), at: 1, reason: 'clean' }));
    expect(await readResponsesTo(db, of(1, 1))).toEqual([]);
  });

  it('is open until it ends; a report that was opened again has no open disputes', async () => {
    await dispute(2, 1, 8, 30);
    const asked = await dispute(1, 1, 5, 10);
    await dispute(1, 1, 6, 20);
    await dispute(1, 2, 5, 40);
    await inTx((tx) =>
      addResponse(tx, of(1, 1), { what: 'answer', how: 'app', dispute: asked, user_id: 1, at: 50 }),
    );
    const reopening = { posting: 9, reason: 'не тот срез', action_id: randomUUID() };
    await db
      .insertInto('reopenings')
      .values({ ...of(1, 2), ...reopening })
      .execute();
    const open = await readOpenDisputes(db, portalId);
    expect(open.map((one) => [one.clientId, one.number, one.dispute, one.entryId, one.reason])).toEqual([
      [1, 1, 2, 6, 'почему'],
      [2, 1, 1, 8, 'почему'],
    ]);
    expect(await readOpenDisputes(db, 'another')).toEqual([]);
    expect((await readStandingReports(db, { portalId, clientId: 1 })).map((row) => row.number)).toEqual([1]);
    expect(await readReportAnswers(db, portalId)).toEqual(
      new Map([
        [1, { openDisputes: 1, newest: 'disputed' }],
        [2, { openDisputes: 1, newest: 'disputed' }],
      ]),
    );
  });

  it('leaves out reports that are not there yet, and follows the newest that is', async () => {
    await inTx((tx) => addResponse(tx, of(1, 1), { what: 'accept', how: 'app', user_id: 7, at: 10 }));
    await inTx((tx) => addResponse(tx, of(2, 1), { what: 'accept', how: 'automatic', user_id: 0, at: 10 }));
    expect(await readReportAnswers(db, portalId)).toEqual(
      new Map([
        [1, { openDisputes: 0, newest: 'waiting' }],
        [2, { openDisputes: 0, newest: 'accepted' }],
      ]),
    );
  });
});
