import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Db } from '../../server/base/db/index.js';
import { defaultTerms, type Terms } from '../../server/base/terms.js';
import { adjustPackage } from '../../server/ledger/adjust-package.js';
import { closePackage } from '../../server/ledger/close-package.js';
import { grantWaivers } from '../../server/ledger/index.js';
import { markPaid } from '../../server/ledger/mark-paid.js';
import { readChangesOf } from '../../server/ledger/package-changes-view.js';
import { refundPackage } from '../../server/ledger/refund-package.js';
import { transferHours } from '../../server/ledger/transfer-hours.js';
import { undoPackageChange } from '../../server/ledger/undo-package-change.js';
import { instant, localDay } from '../given/ledger-days.js';
import { HOUR, accountOf, endOf, faultsOf, linesOf } from '../given/ledger-questions.js';
import { type StoredLedger, storedLedger } from '../given/stored-ledger.js';
import { describeEachDatabase } from '../harness/databases.js';

const because = (reason = 'так договорились') => ({ requestId: randomUUID(), reason });

describeEachDatabase('changes of packages', (given) => {
  let db: Db;
  let portal: StoredLedger;
  let clientId: number;
  let first: number;
  let portals = 0;
  beforeAll(async () => {
    db = await given.freshDatabase();
  });
  beforeEach(async () => {
    portal = storedLedger(db, `packages-${(portals += 1)}`);
    clientId = await portal.addClient();
    first = await portal.sell(clientId, { hours: 2 });
  });

  const work = async (entryId: number, day: number, seconds: number) => {
    await portal.work({ entryId, seconds, workedAt: instant(day, 600) });
    await portal.post(clientId);
  };
  const adjust = (seconds: number, packageId = first, request = because()) =>
    portal.change(clientId, packageId, (tx, ground, of) =>
      adjustPackage(tx, ground, of, { ...request, seconds }),
    );
  const close = (packageId = first) =>
    portal.change(clientId, packageId, (tx, ground, of) => closePackage(tx, ground, of, because()));
  const undo = (changeId: number, packageId = first) =>
    portal.change(clientId, packageId, (tx, ground, of) =>
      undoPackageChange(tx, ground, of, { ...because('ошиблись'), changeId }),
    );
  const changes = async (packageId = first) =>
    (await readChangesOf(db, await portal.client(clientId), packageId)).changes;
  const view = async (packageId = first) =>
    (await accountOf(portal, clientId)).packages.find((each) => each.packageId === packageId);
  const setTerms = async (terms: Partial<Terms>) => {
    const key = { portal_id: portal.portalId, client_id: clientId, version: 1, effective_from: '2000-01-01' };
    const body = JSON.stringify({ ...defaultTerms, ...terms });
    await db
      .insertInto('terms')
      .values({ ...key, body, action_id: null, created_at: 1 })
      .execute();
  };

  it('are kept once, whoever repeats them, and never lie in the ledger', async () => {
    const request = because();
    await adjust(HOUR, first, request);
    await adjust(HOUR, first, request);
    expect(await view()).toMatchObject({ sizeSeconds: 3 * HOUR, state: 'usable' });
    expect(await changes()).toMatchObject([
      { what: 'adjusted', seconds: HOUR, reason: 'так договорились', undone: false, mayUndo: true },
      { what: 'sold', seconds: 2 * HOUR },
    ]);
    expect(await faultsOf(portal, clientId)).toEqual([]);
  });

  it('a smaller package lets its open hours go to the next, and is never below what was issued', async () => {
    await work(1, 3, HOUR);
    await portal.issue(clientId, endOf(5));
    await work(2, 9, HOUR / 2);
    await adjust(-HOUR);
    expect(await linesOf(portal, clientId, 2)).toEqual([['overage', null, HOUR / 2]]);
    await expect(adjust(-1)).rejects.toMatchObject({
      code: 'PACKAGE_BELOW_ISSUED',
      detail: { issuedSeconds: HOUR, atMostSeconds: 0 },
    });
    expect(await view()).toMatchObject({ sizeSeconds: HOUR, leftSeconds: 0 });
    expect(await faultsOf(portal, clientId)).toEqual([]);
  });

  it('hours move between packages of a client, and back', async () => {
    const second = await portal.sell(clientId, { hours: 1, validFrom: localDay(1) });
    const transfer = (toPackageId: number, seconds: number) =>
      portal.change(clientId, first, (tx, ground, of) =>
        transferHours(tx, ground, of, { ...because(), toPackageId, seconds }),
      );
    await transfer(second, HOUR);
    expect([await view(), await view(second)]).toMatchObject([
      { sizeSeconds: HOUR },
      { sizeSeconds: 2 * HOUR },
    ]);
    expect(await portal.post(clientId)).toMatchObject({ posting: null });
    expect((await changes(second))[0]).toMatchObject({ seconds: HOUR, otherPackageId: first });
    const [newest] = await changes();
    await undo(newest?.changeId ?? 0);
    expect([await view(), await view(second)]).toMatchObject([
      { sizeSeconds: 2 * HOUR },
      { sizeSeconds: HOUR },
    ]);
    await expect(transfer(first, 1)).rejects.toMatchObject({ code: 'SAME_PACKAGE' });
    await expect(transfer(99, 1)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(transfer(second, 2 * HOUR + 1)).rejects.toMatchObject({ code: 'PACKAGE_BELOW_ISSUED' });
    await close(second);
    await expect(transfer(second, 1)).rejects.toMatchObject({ code: 'PACKAGE_OVER' });
    expect(await faultsOf(portal, clientId)).toEqual([]);
  });

  it('a closed package pays for work up to that day; what is left is forfeited until the closing is taken back', async () => {
    portal.setDay(22);
    await work(1, 21, HOUR / 2);
    await close();
    await work(2, 20, HOUR / 4);
    await work(3, 23, HOUR / 4);
    expect(await view()).toMatchObject({ state: 'closed', closedOn: localDay(22), leftSeconds: 0 });
    expect(await linesOf(portal, clientId, 2)).toEqual([['spend', first, HOUR / 4]]);
    expect(await linesOf(portal, clientId, 3)).toEqual([['overage', null, HOUR / 4]]);
    await expect(close()).rejects.toMatchObject({ code: 'PACKAGE_OVER' });
    const [closing] = await changes();
    await undo(closing?.changeId ?? 0);
    expect(await view()).toMatchObject({ state: 'usable', closedOn: null, leftSeconds: HOUR });
    expect(await linesOf(portal, clientId, 3)).toEqual([['spend', first, HOUR / 4]]);
    await close();
    await portal.issue(clientId, endOf(25));
    const [again] = await changes();
    expect(again).toMatchObject({ what: 'closed', mayUndo: false });
    await expect(undo(again?.changeId ?? 0)).rejects.toMatchObject({ code: 'CHANGE_ISSUED' });
    expect(await faultsOf(portal, clientId)).toEqual([]);
  });

  it('a refund notes hours and money', async () => {
    await work(1, 3, HOUR);
    await portal.change(clientId, first, (tx, ground, of) =>
      refundPackage(tx, ground, of, { ...because(), seconds: HOUR, priceMinor: 250_000, currency: 'RUB' }),
    );
    expect(await view()).toMatchObject({ sizeSeconds: HOUR, leftSeconds: 0, state: 'used-up' });
    expect((await changes())[0]).toMatchObject({ what: 'refunded', priceMinor: 250_000, currency: 'RUB' });
  });

  it('a package that must be paid first pays for nothing until then', async () => {
    await setTerms({ packages: { ...defaultTerms.packages, paidBeforeUsable: true } });
    const ordered = await portal.sell(clientId, { hours: 5 });
    await work(1, 3, 3 * HOUR);
    expect(await view(ordered)).toMatchObject({ state: 'unpaid', sizeSeconds: 0, awaitedSeconds: 5 * HOUR });
    expect((await accountOf(portal, clientId)).balance.balanceSeconds).toBe(-HOUR);
    await expect(adjust(60, ordered)).rejects.toMatchObject({ code: 'PACKAGE_UNPAID' });
    const pay = (paidOn: string) =>
      portal.change(clientId, ordered, (tx, ground, of) =>
        markPaid(tx, ground, of, { ...because(), paidOn }),
      );
    await expect(pay(localDay(25))).rejects.toMatchObject({ code: 'PAID_IN_FUTURE' });
    await pay(localDay(4));
    await expect(pay(localDay(4))).rejects.toMatchObject({ code: 'NOT_WAITING' });
    expect(await view(ordered)).toMatchObject({ state: 'usable', spentSeconds: HOUR, awaitedSeconds: null });
    expect(await linesOf(portal, clientId, 1)).toEqual([
      ['spend', first, 2 * HOUR],
      ['spend', ordered, HOUR],
    ]);
    const [paid] = await changes(ordered);
    await undo(paid?.changeId ?? 0, ordered);
    expect(await view(ordered)).toMatchObject({ state: 'unpaid', awaitedSeconds: 5 * HOUR });
    const gift = await portal.sell(clientId, { hours: 1, kind: 'gift' });
    const prepaid = await portal.sell(clientId, { hours: 1, paid: true });
    expect([await view(gift), await view(prepaid)]).toMatchObject([
      { state: 'used-up' },
      { state: 'usable' },
    ]);
    expect(await faultsOf(portal, clientId)).toEqual([]);
  });

  it('a sale made by mistake is taken back while nothing rests on it', async () => {
    const wrong = await portal.sell(clientId, { hours: 9 });
    await adjust(60, wrong);
    const [adjusted, sold] = await changes(wrong);
    await expect(undo(sold?.changeId ?? 0, wrong)).rejects.toMatchObject({ code: 'CHANGE_IN_USE' });
    await undo(adjusted?.changeId ?? 0, wrong);
    await undo(sold?.changeId ?? 0, wrong);
    expect(await view(wrong)).toBeUndefined();
    await expect(undo(sold?.changeId ?? 0, wrong)).rejects.toMatchObject({ code: 'CHANGE_UNDONE' });
    await expect(adjust(60, wrong)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(undo(sold?.changeId ?? 0, first)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await faultsOf(portal, clientId)).toEqual([]);
  });

  describe('waivers', () => {
    const waive = (entries: { entryId: number; seconds: number | null }[], requestId = randomUUID()) =>
      portal.inTx((tx) =>
        grantWaivers(
          tx,
          portal.ground,
          { portalId: portal.portalId, clientId, userId: 1, reason: 'спор', requestId },
          entries,
        ),
      );

    it('give billed seconds of named entries back, all of them or none', async () => {
      await work(1, 3, HOUR);
      await work(2, 4, HOUR / 2);
      const requestId = randomUUID();
      const granted = await waive(
        [
          { entryId: 1, seconds: 600 },
          { entryId: 2, seconds: null },
        ],
        requestId,
      );
      expect(
        await waive(
          [
            { entryId: 1, seconds: 600 },
            { entryId: 2, seconds: null },
          ],
          requestId,
        ),
      ).toEqual(granted);
      expect(await view()).toMatchObject({ spentSeconds: HOUR - 600 });
      await expect(waive([{ entryId: 1, seconds: HOUR }])).rejects.toMatchObject({
        code: 'WAIVER_TOO_MUCH',
        detail: { leftSeconds: HOUR - 600 },
      });
      await expect(
        waive([
          { entryId: 1, seconds: 60 },
          { entryId: 9, seconds: 60 },
        ]),
      ).rejects.toMatchObject({
        code: 'NOT_FOUND',
      });
      expect(await view()).toMatchObject({ spentSeconds: HOUR - 600 });
      expect(await faultsOf(portal, clientId)).toEqual([]);
    });

    it('of an issued entry become a correction, and a later deletion does not pay twice', async () => {
      await work(1, 3, HOUR);
      await portal.issue(clientId, endOf(5));
      await waive([{ entryId: 1, seconds: 600 }]);
      expect(await linesOf(portal, clientId, 1)).toEqual([
        ['spend', first, HOUR],
        ['correction', first, -600],
      ]);
      await portal.work({ entryId: 1, seconds: HOUR, workedAt: instant(3, 600), state: 'deleted' });
      await portal.post(clientId);
      expect(await view()).toMatchObject({ spentSeconds: 0, leftSeconds: 2 * HOUR });
    });
  });

  it('the rest of an expired package rolls over as its terms say, once, and a late entry takes it back', async () => {
    await setTerms({
      rollover: { mode: 'share', sharePermille: 500, seconds: 0, times: 'once', validMonths: 1 },
    });
    const short = await portal.sell(clientId, { hours: 4, expiresOn: localDay(20) });
    await work(1, 19, HOUR);
    portal.setDay(23);
    await portal.post(clientId);
    const rolled = (await accountOf(portal, clientId)).packages.find(({ source }) => source === 'rollover');
    expect(rolled).toMatchObject({
      leftSeconds: 1.5 * HOUR,
      validFrom: localDay(21),
      expiresOn: '2026-04-21',
    });
    expect(await view(short)).toMatchObject({
      state: 'rolled-over',
      rolledIntoPackageId: rolled?.packageId,
      sizeSeconds: 2.5 * HOUR,
      forfeitedSeconds: 1.5 * HOUR,
    });
    await work(2, 22, 600);
    await work(3, 20, HOUR);
    expect(await linesOf(portal, clientId, 2)).toEqual([['spend', rolled?.packageId, 600]]);
    expect(await view(rolled?.packageId)).toMatchObject({ sizeSeconds: HOUR, leftSeconds: HOUR - 600 });
    await portal.issue(clientId, endOf(23));
    portal.setDay(60);
    await portal.post(clientId);
    const after = (await accountOf(portal, clientId)).packages.filter(({ source }) => source === 'rollover');
    expect(after).toMatchObject([{ state: 'expired', forfeitedSeconds: HOUR - 600 }]);
    expect(await faultsOf(portal, clientId)).toEqual([]);
  });
});
