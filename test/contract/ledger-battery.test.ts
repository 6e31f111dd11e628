import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import type { Db } from '../../server/base/db/index.js';
import type { TableName } from '../../server/base/db/tables/names.js';
import {
  postHours,
  readAccountAsOf,
  readStanding,
  rebuildKeptSums,
  verifyLedger,
} from '../../server/ledger/index.js';
import { standingSums } from '../../server/ledger/kept-sums-store.js';
import { erasePortal } from '../../server/portal/installs/erase-store.js';
import { instant, localDay } from '../given/ledger-days.js';
import {
  HOUR,
  accountOf,
  appendOnly,
  clientWithReport,
  endOf,
  faultsOf,
  linesOf,
} from '../given/ledger-questions.js';
import { type StoredLedger, storedLedger } from '../given/stored-ledger.js';
import { describeEachDatabase } from '../harness/databases.js';

// Errors of a native module belong to another realm: they are told by their message, not by `instanceof`.
const refused = { message: expect.stringContaining('APPEND_ONLY') as unknown };

describeEachDatabase('the ledger', (given) => {
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

  describe('append-only tables', () => {
    async function fill(): Promise<number> {
      const clientId = await clientWithReport(portal);
      await portal.reopen(clientId, 1);
      const key = { portal_id: portal.portalId, client_id: clientId, waiver_id: 1, entry_id: 1 };
      await db
        .insertInto('waivers')
        .values({ ...key, seconds: 60, reason: 'спор', noticed_at: 1, action_id: 'a' })
        .execute();
      return clientId;
    }
    const countOf = async (table: TableName): Promise<number> => {
      const found = await sql<{ n: number | string }>`
        select count(*) as n from ${sql.table(table)} where portal_id = ${portal.portalId}`.execute(db);
      return Number(found.rows[0]?.n ?? 0);
    };

    it('refuse every update and delete', async () => {
      await fill();
      for (const table of appendOnly) {
        expect([table, (await countOf(table)) > 0]).toEqual([table, true]);
        const where = sql`where portal_id = ${portal.portalId}`;
        await expect(
          sql`update ${sql.table(table)} set portal_id = 'x' ${where}`.execute(db),
        ).rejects.toMatchObject(refused);
        await expect(sql`delete from ${sql.table(table)} ${where}`.execute(db)).rejects.toMatchObject(
          refused,
        );
      }
    });

    it('let an erasure through, of that portal alone, and keep the erasure for ever', async () => {
      await fill();
      const other = storedLedger(db, `${portal.portalId}-other`);
      const otherClient = await other.addClient({ openingSeconds: HOUR });
      await portal.inTx((tx) =>
        erasePortal(tx, { portalId: portal.portalId, erasureId: 'e1', at: 1, reason: 'CLEAN' }),
      );
      for (const table of appendOnly) expect([table, await countOf(table)]).toEqual([table, 0]);
      expect(await countOf('erasures')).toBe(1);
      await expect(db.deleteFrom('erasures').execute()).rejects.toMatchObject(refused);
      await expect(
        db.deleteFrom('lines').where('portal_id', '=', other.portalId).execute(),
      ).rejects.toMatchObject(refused);
      expect((await verifyLedger(db, await other.client(otherClient))).faults).toEqual([]);
    });

    it('name a line as reversed once at most', async () => {
      const clientId = await clientWithReport(portal);
      const row = await db
        .selectFrom('lines')
        .selectAll()
        .where('portal_id', '=', portal.portalId)
        .where('posting', '=', 2)
        .executeTakeFirstOrThrow();
      const reversal = { ...row, reverses_posting: row.posting, reverses_line: row.line };
      await db
        .insertInto('lines')
        .values({ ...reversal, posting: 900 })
        .execute();
      await expect(
        db
          .insertInto('lines')
          .values({ ...reversal, posting: 901 })
          .execute(),
      ).rejects.toMatchObject({ message: expect.stringMatching(/unique/i) as unknown });
      expect(await faults(clientId)).not.toEqual([]);
    });
  });

  describe('postings', () => {
    it('are numbered without gaps when many arrive at once', async () => {
      const clientId = await portal.addClient();
      await portal.sell(clientId, { hours: 5 });
      const hands = Array.from({ length: 12 }, async (_, index) => {
        const entry = { entryId: index + 1, seconds: 600 + index, workedAt: instant(3, 60 * index) };
        await portal.work(entry);
        return portal.post(clientId);
      });
      const sold = portal.sell(clientId, { hours: 3 });
      const posted = (await Promise.all(hands)).flatMap(({ posting }) => posting ?? []);
      await sold;
      const rows = await db
        .selectFrom('postings')
        .select('posting')
        .where('portal_id', '=', portal.portalId)
        .orderBy('posting')
        .execute();
      const { position } = await portal.client(clientId);
      expect(rows.map((row) => row.posting)).toEqual(
        Array.from({ length: position }, (_, index) => index + 1),
      );
      expect(new Set(posted).size).toBe(posted.length);
      const seconds = Array.from({ length: 12 }, (_, index) => 600 + index).reduce((sum, each) => sum + each);
      expect((await account(clientId)).balance.spentSeconds).toBe(seconds);
      expect(await faults(clientId)).toEqual([]);
    });

    it('post nothing when nothing changed, and roll back whole', async () => {
      const clientId = await clientWithReport(portal);
      const before = await portal.client(clientId);
      expect(await portal.post(clientId)).toMatchObject({ posting: null, reversed: 0, added: 0 });
      await portal.work({ entryId: 7, seconds: 60, workedAt: instant(9) });
      const broken = portal.inTx(async (tx) => {
        await postHours(tx, portal.ground, portal.portalId, clientId);
        throw new Error('the power went');
      });
      await expect(broken).rejects.toThrow('the power went');
      expect(await portal.client(clientId)).toEqual(before);
      expect(await faults(clientId)).toEqual([]);
    });

    it('hold work dated after tomorrow', async () => {
      const clientId = await portal.addClient();
      await portal.work({ entryId: 1, seconds: 60, workedAt: instant(22, 30) });
      await portal.work({ entryId: 2, seconds: 60, workedAt: instant(21, 30) });
      expect(await portal.post(clientId)).toMatchObject({ added: 1, heldEntryIds: [1] });
      portal.setDay(21);
      expect(await portal.post(clientId)).toMatchObject({ added: 1, heldEntryIds: [] });
    });
  });

  describe('figures', () => {
    it('survive dropping and rebuilding the kept sums', async () => {
      const clientId = await clientWithReport(portal);
      await portal.work({ entryId: 2, seconds: 300, workedAt: instant(4, 600) });
      await portal.post(clientId);
      const before = await account(clientId);
      const client = await portal.client(clientId);
      await portal.inTx(async (tx) => {
        const standing = await readStanding(tx, { portalId: portal.portalId, clientId });
        await rebuildKeptSums(tx, portal.portalId, clientId, standingSums(standing), client.position);
      });
      expect(await account(clientId)).toEqual(before);
      expect(await faults(clientId)).toEqual([]);
      await portal.work({ entryId: 8, seconds: 120, workedAt: instant(10) });
      await portal.post(clientId);
      expect((await account(clientId)).balance.spentSeconds).toBe(before.balance.spentSeconds + 120);
    });

    it('as of any position are those that were shown then', async () => {
      const clientId = await portal.addClient({ openingSeconds: HOUR });
      const shown = [await account(clientId)];
      const steps = [
        () => portal.work({ entryId: 1, seconds: 3000, workedAt: instant(3, 600) }),
        () => portal.work({ entryId: 2, seconds: 2000, workedAt: instant(2, 600) }),
        () => portal.sell(clientId, { hours: 1 }),
        () => portal.issue(clientId, endOf(3)),
        () => portal.work({ entryId: 1, seconds: 100, workedAt: instant(3, 600), state: 'deleted' }),
        () => portal.reopen(clientId, 1),
      ];
      for (const step of steps) {
        await step();
        await portal.post(clientId);
        shown.push(await account(clientId));
      }
      const client = await portal.client(clientId);
      const newest = new Map(shown.map((each) => [each.balance.position, each]));
      expect(newest.size).toBeGreaterThan(5);
      for (const [position, then] of newest) {
        const replayed = await readAccountAsOf(db, client, position, portal.ground.clock.now());
        expect(replayed.balance).toEqual(then.balance);
      }
    });
  });

  describe('packages', () => {
    it('are sold once however often the request comes', async () => {
      const clientId = await portal.addClient();
      const requestId = randomUUID();
      await Promise.all([portal.sell(clientId, { requestId }), portal.sell(clientId, { requestId })]);
      await portal.sell(clientId, { requestId });
      expect((await account(clientId)).balance.boughtSeconds).toBe(HOUR);
      expect((await portal.client(clientId)).position).toBe(1);
    });

    it('refuse impossible dates and a price without a currency', async () => {
      const clientId = await portal.addClient();
      await expect(
        portal.sell(clientId, { validFrom: localDay(5), expiresOn: localDay(4) }),
      ).rejects.toMatchObject({ code: 'PACKAGE_DATES' });
      await expect(portal.sell(clientId, { priceMinor: 100 })).rejects.toMatchObject({
        code: 'PACKAGE_CURRENCY',
      });
      expect((await portal.client(clientId)).position).toBe(0);
    });

    it('brought along are used first; a debt brought along is paid first', async () => {
      const rich = await portal.addClient({ openingSeconds: HOUR });
      expect((await account(rich)).balance).toMatchObject({ balanceSeconds: HOUR, boughtSeconds: HOUR });
      const poor = await portal.addClient({ openingSeconds: -HOUR });
      expect((await account(poor)).balance).toMatchObject({ balanceSeconds: -HOUR, overageSeconds: HOUR });
      await portal.sell(poor, { hours: 3 });
      expect((await account(poor)).balance).toMatchObject({ balanceSeconds: 2 * HOUR, overageSeconds: 0 });
      expect([await faults(rich), await faults(poor)]).toEqual([[], []]);
    });

    it('take a back-dated entry where it belongs, and let its successors move on', async () => {
      const clientId = await portal.addClient();
      await portal.sell(clientId, { title: 'первый', hours: 1, expiresOn: localDay(10) });
      await portal.sell(clientId, { title: 'второй', hours: 1, boughtOn: localDay(1) });
      await portal.work({ entryId: 1, seconds: HOUR, workedAt: instant(9) });
      await portal.post(clientId);
      expect(await linesOf(portal, clientId, 1)).toEqual([['spend', 1, HOUR]]);
      await portal.work({ entryId: 2, seconds: 1200, workedAt: instant(8) });
      await portal.post(clientId);
      expect(await linesOf(portal, clientId, 2)).toEqual([['spend', 1, 1200]]);
      expect(await linesOf(portal, clientId, 1)).toEqual([
        ['spend', 1, 2400],
        ['spend', 2, 1200],
      ]);
    });

    it('expire some days after their last day, and come back for late entries', async () => {
      const clientId = await portal.addClient();
      await portal.sell(clientId, { hours: 1, expiresOn: localDay(18) });
      portal.setDay(20);
      await portal.post(clientId);
      expect((await account(clientId)).packages[0]).toMatchObject({ forfeitedSeconds: 0, state: 'expired' });
      portal.setDay(21);
      await portal.post(clientId);
      expect((await account(clientId)).packages[0]).toMatchObject({ forfeitedSeconds: HOUR, leftSeconds: 0 });
      await portal.work({ entryId: 1, seconds: 600, workedAt: instant(17) });
      await portal.post(clientId);
      expect((await account(clientId)).packages[0]).toMatchObject({
        spentSeconds: 600,
        forfeitedSeconds: 3000,
      });
      expect(await faults(clientId)).toEqual([]);
    });
  });
});
