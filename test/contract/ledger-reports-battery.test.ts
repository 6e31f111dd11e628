import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Db } from '../../server/base/db/index.js';
import type { Ground } from '../../server/base/ground.js';
import { createLog } from '../../server/base/log.js';
import { readKeptSums, readReportLines } from '../../server/ledger/index.js';
import { decideMove } from '../../server/portal/mirror/index.js';
import { instant, localDay } from '../given/ledger-days.js';
import { HOUR, accountOf, clientWithReport, endOf, faultsOf, linesOf } from '../given/ledger-questions.js';
import { type StoredLedger, storedLedger } from '../given/stored-ledger.js';
import { describeEachDatabase } from '../harness/databases.js';

const stale = { code: 'STALE' };

describeEachDatabase('what reports do to the ledger', (given) => {
  let db: Db;
  let portal: StoredLedger;
  let portals = 0;
  beforeAll(async () => {
    db = await given.freshDatabase();
  });
  beforeEach(() => {
    portal = storedLedger(db, `portal-${(portals += 1)}`);
  });
  const account = (clientId: number) => accountOf(portal, clientId);
  const faults = (clientId: number) => faultsOf(portal, clientId);

  describe('reports', () => {
    it('freeze exactly what was seen; what came later belongs to the next one', async () => {
      const clientId = await portal.addClient();
      await portal.sell(clientId, { hours: 2 });
      await portal.work({ entryId: 1, seconds: 600, workedAt: instant(3) });
      await portal.post(clientId);
      const { position } = await portal.client(clientId);
      await portal.work({ entryId: 2, seconds: 900, workedAt: instant(4) });
      await portal.post(clientId);
      expect((await portal.issue(clientId, endOf(9), position)).map((line) => line.entryId)).toEqual([
        null,
        1,
      ]);
      const where = {
        portalId: portal.portalId,
        clientId,
        position: (await portal.client(clientId)).position,
      };
      const next = await portal.inTx((tx) => readReportLines(tx, { ...where, cut: endOf(19) }));
      expect(next).toMatchObject({
        number: 2,
        openingSeconds: 6600,
        closingSeconds: 5700,
        previousCut: endOf(9),
      });
      expect(next.lines.map((line) => line.entryId)).toEqual([2]);
      expect(await faults(clientId)).toEqual([]);
    });

    it('are refused as stale when a line of them was reversed since, and nothing is issued', async () => {
      const clientId = await portal.addClient();
      await portal.work({ entryId: 1, seconds: 600, workedAt: instant(3) });
      await portal.post(clientId);
      const { position } = await portal.client(clientId);
      await portal.work({ entryId: 1, seconds: 601, workedAt: instant(3) });
      await portal.post(clientId);
      const before = await portal.standing(clientId);
      await expect(portal.issue(clientId, endOf(9), position)).rejects.toMatchObject(stale);
      expect(await portal.standing(clientId)).toEqual(before);
      expect(
        await db.selectFrom('issues').selectAll().where('portal_id', '=', portal.portalId).execute(),
      ).toEqual([]);
    });

    it('are refused as stale when another report took their number', async () => {
      const clientId = await clientWithReport(portal);
      const both = await Promise.allSettled([
        portal.issue(clientId, endOf(12)),
        portal.issue(clientId, endOf(13)),
      ]);
      const issues = await db
        .selectFrom('issues')
        .select('number')
        .where('portal_id', '=', portal.portalId)
        .execute();
      expect(issues.map((issue) => issue.number).sort()).toEqual(
        both.every((one) => one.status === 'fulfilled') ? [1, 2, 3] : [1, 2],
      );
      expect(await faults(clientId)).toEqual([]);
    });

    it('may end before the one before it: what is late stays late', async () => {
      const clientId = await clientWithReport(portal);
      await portal.issue(clientId, endOf(12));
      await portal.work({ entryId: 8, seconds: 60, workedAt: instant(2) });
      await portal.post(clientId);
      await portal.issue(clientId, endOf(3));
      const where = {
        portalId: portal.portalId,
        clientId,
        position: (await portal.client(clientId)).position,
      };
      const next = await portal.inTx((tx) => readReportLines(tx, { ...where, cut: endOf(19) }));
      expect(next).toMatchObject({ number: 4, lines: [], previousCut: endOf(12) });
      expect(await faults(clientId)).toEqual([]);
    });

    it('reopen newest first; the next one says which it replaces', async () => {
      const clientId = await clientWithReport(portal);
      await portal.issue(clientId, endOf(12));
      await expect(portal.reopen(clientId, 1)).rejects.toMatchObject({ code: 'NOT_NEWEST' });
      await portal.reopen(clientId, 2);
      await expect(portal.reopen(clientId, 2)).rejects.toMatchObject({ code: 'NOT_NEWEST' });
      expect((await account(clientId)).balance.notIssuedSeconds).toBe(1800);
      await portal.issue(clientId, endOf(12));
      const rows = await db
        .selectFrom('issues')
        .select(['number', 'replaces'])
        .where('portal_id', '=', portal.portalId)
        .orderBy('number')
        .execute();
      expect(rows).toEqual([
        { number: 1, replaces: null },
        { number: 2, replaces: null },
        { number: 3, replaces: 2 },
      ]);
      expect((await account(clientId)).balance.notIssuedSeconds).toBe(0);
      expect(await faults(clientId)).toEqual([]);
    });
  });

  describe('issued hours that change', () => {
    it('go back to the package they came from, and the correction names both figures', async () => {
      const clientId = await clientWithReport(portal);
      await portal.work({ entryId: 2, seconds: 600, workedAt: instant(4, 600) });
      await portal.post(clientId);
      expect(await linesOf(portal, clientId, 2)).toEqual([
        ['spend', 1, 1800],
        ['correction', 1, -1200],
      ]);
      const correction = (await portal.standing(clientId)).find((line) => line.kind === 'correction');
      expect(correction?.why.change).toMatchObject({
        issuedIn: 1,
        wasSeconds: 1800,
        nowSeconds: 600,
        noticedOn: localDay(20),
      });
      expect(await faults(clientId)).toEqual([]);
    });

    it('come back as a package of source correction when theirs is over', async () => {
      const clientId = await portal.addClient();
      await portal.sell(clientId, { hours: 1, expiresOn: localDay(10) });
      await portal.work({ entryId: 1, seconds: HOUR, workedAt: instant(4) });
      await portal.post(clientId);
      await portal.issue(clientId, endOf(5));
      await portal.work({ entryId: 1, seconds: HOUR, workedAt: instant(4), state: 'deleted' });
      await portal.post(clientId);
      const made = (await account(clientId)).packages.filter((each) => each.source === 'correction');
      expect(made).toMatchObject([
        { sizeSeconds: HOUR, leftSeconds: HOUR, validFrom: localDay(20), state: 'usable' },
      ]);
      expect(await portal.post(clientId)).toMatchObject({ posting: null });
      expect(await faults(clientId)).toEqual([]);
    });

    it('follow a confirmed move to the other client: corrected here, billed there, noticed on the day of the move', async () => {
      const from = await clientWithReport(portal);
      const to = await portal.addClient();
      portal.setDay(26);
      await moveTask(portal, { taskId: 1, from: 101, to: 102 });
      await Promise.all([portal.post(from), portal.post(to)]);
      expect(await linesOf(portal, from, 1)).toEqual([
        ['spend', 1, 1800],
        ['correction', 1, -1800],
      ]);
      expect(await linesOf(portal, from, 3)).toEqual([]);
      expect(await linesOf(portal, to, 1)).toEqual([['overage', null, 1800]]);
      expect(await linesOf(portal, to, 3)).toEqual([['overage', null, 1800]]);
      const change = (await portal.standing(from)).find((line) => line.kind === 'correction')?.why.change;
      expect(change).toMatchObject({ wasSeconds: 1800, nowSeconds: 0, noticedOn: localDay(26) });
      expect([await faults(from), await faults(to)]).toEqual([[], []]);
    });

    it('issued overage stays a demand that a later package covers', async () => {
      const clientId = await portal.addClient();
      await portal.work({ entryId: 1, seconds: 1800, workedAt: instant(4) });
      await portal.post(clientId);
      await portal.issue(clientId, endOf(5));
      await portal.sell(clientId, { hours: 1 });
      expect(await linesOf(portal, clientId, 1)).toEqual([
        ['overage', null, 1800],
        ['cover', 1, 1800],
      ]);
      expect((await account(clientId)).balance).toMatchObject({ overageSeconds: 0, balanceSeconds: 1800 });
      expect((await readKeptSums(db, portal.portalId, clientId)).get('issued')).toBe(1800);
      expect(await faults(clientId)).toEqual([]);
    });
  });
});

/** A task was moved on the portal, and a manager confirms that all its hours follow. */
async function moveTask(
  portal: StoredLedger,
  move: { taskId: number; from: number; to: number },
): Promise<void> {
  const { db, portalId, visitor } = portal;
  const key = { portal_id: portalId, task_id: move.taskId };
  await db
    .insertInto('task_moves')
    .values({
      ...{ ...key, move_id: 'move', from_group_id: move.from, to_group_id: move.to, since_at: instant(22) },
      ...{ noticed_at: instant(22), state: 'waiting', with_earlier: 0, action_id: null },
    })
    .execute();
  const ground = { db, clock: portal.ground.clock, log: createLog('silent') } as Ground;
  const decision = { portalId, moveId: 'move', confirm: true, withEarlier: true, actionId: 'decided' };
  await portal.inTx((tx) => decideMove(tx, ground, visitor.userId, decision));
}
