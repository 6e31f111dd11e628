import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { defaultTerms } from '../../server/base/terms.js';
import type { Db } from '../../server/base/db/index.js';
import {
  WHOLE_PORTAL,
  readTermsToday,
  readTermsVersions,
  readTermsView,
} from '../../server/clients/index.js';
import { verifyLedger } from '../../server/ledger/index.js';
import { erasePortal } from '../../server/portal/installs/erase-store.js';
import { instant, localDay } from '../given/ledger-days.js';
import {
  billedByEntry,
  clientWithWork,
  oneAndAHalf,
  quarterPerTaskDay,
  quarterUp,
  tellPortalTerms,
  tellTerms,
} from '../given/stored-terms.js';
import { type StoredLedger, storedLedger } from '../given/stored-ledger.js';
import { describeEachDatabase } from '../harness/databases.js';

const refused = { message: expect.stringContaining('APPEND_ONLY') as unknown };

describeEachDatabase('terms', (given) => {
  let db: Db;
  let portal: StoredLedger;
  let portals = 0;
  beforeAll(async () => {
    db = await given.freshDatabase();
  });
  beforeEach(() => {
    portal = storedLedger(db, `portal-${(portals += 1)}`);
  });

  /** Whoever sets terms waits for the portal's row. */
  async function insertPortal(): Promise<void> {
    const texts = {
      client_endpoint: '',
      auth_endpoint: '',
      scope: '',
      language: 'ru',
      time_zone: 'Europe/Moscow',
    };
    await db
      .insertInto('portals')
      .values({
        ...{ portal_id: portal.portalId, ...texts, state: 'installed', application_token_sealed: null },
        ...{ card: 'old', app_version: 1, created_at: 1, installed_at: 1, uninstalled_at: null },
      })
      .execute();
  }
  const versionsOf = async (clientId: number) => {
    const { inForce } = await readTermsVersions(db, portal.portalId, clientId);
    return inForce.map(({ version, effectiveFrom }) => [version, effectiveFrom]);
  };
  const billed = async (clientId: number) => billedByEntry(await portal.standing(clientId));
  describe('versions', () => {
    it('have numbers of the portal, and a client has the portal’s until its own first one', async () => {
      const [first, second] = [await portal.addClient(), await portal.addClient()];
      await tellPortalTerms(portal, 2, quarterUp);
      await tellTerms(portal, first, 6, oneAndAHalf);
      await tellTerms(portal, second, 4, quarterPerTaskDay);
      await tellPortalTerms(portal, 8, oneAndAHalf);
      expect(await versionsOf(first)).toEqual([
        [0, '0001-01-01'],
        [1, localDay(2)],
        [2, localDay(6)],
      ]);
      expect(await versionsOf(second)).toEqual([
        [0, '0001-01-01'],
        [1, localDay(2)],
        [3, localDay(4)],
      ]);
      expect(await versionsOf(999)).toEqual([
        [0, '0001-01-01'],
        [1, localDay(2)],
        [4, localDay(8)],
      ]);
    });

    it('let a client return to the portal’s, which go on changing for it', async () => {
      const clientId = await portal.addClient();
      await tellTerms(portal, clientId, 4, oneAndAHalf);
      await tellTerms(portal, clientId, 10, null);
      await tellPortalTerms(portal, 15, quarterUp);
      expect(await versionsOf(clientId)).toEqual([
        [0, '0001-01-01'],
        [1, localDay(4)],
        [0, localDay(10)],
        [3, localDay(15)],
      ]);
      portal.setDay(20);
      const { client_id } = await portal.client(clientId);
      expect(await readTermsToday(db, await portal.client(clientId), instant(20, 720))).toEqual(quarterUp);
      const view = await readTermsView(db, portal.portalId, client_id, localDay(20));
      expect([view.scope, view.version]).toEqual(['portal', 3]);
      expect(view.versions.map((each) => [each.version, each.scope, each.isCurrent, each.isInForce])).toEqual(
        [
          [3, 'portal', true, true],
          [2, 'own', false, true],
          [1, 'own', false, true],
          [0, 'built-in', false, true],
        ],
      );
      expect(view.versions[1]).toMatchObject({ terms: null, reason: 'договорились', setBy: '#1' });
    });

    it('that begin on one day: the newer counts, the older can still be found by its number', async () => {
      const clientId = await clientWithWork(portal);
      await tellTerms(portal, clientId, 0, quarterUp);
      await portal.post(clientId);
      await portal.issue(clientId, { until: instant(6) });
      await tellTerms(portal, clientId, 0, oneAndAHalf);
      expect(await versionsOf(clientId)).toEqual([
        [0, '0001-01-01'],
        [2, localDay(0)],
      ]);
      const { superseded } = await readTermsVersions(db, portal.portalId, clientId);
      expect(superseded.map((each) => each.version)).toEqual([1]);
      await portal.post(clientId);
      expect(await billed(clientId)).toEqual({ 11: 900, 12: 900, 13: 900 });
      expect(
        (await portal.standing(clientId))
          .filter((line) => line.entryId !== null)
          .map((line) => [line.why.termsVersion, line.reportNumber]),
      ).toEqual([
        [1, 1],
        [1, 1],
        [2, null],
      ]);
      // An issued entry that grows is billed by the version that billed it: 1200 s round up to 1800, not to 1.5 × 1200.
      await portal.work({ entryId: 11, seconds: 1200, workedAt: instant(3, 600), taskId: 1, groupId: 101 });
      await portal.post(clientId);
      expect((await billed(clientId))[11]).toBe(1800);
      expect((await verifyLedger(db, await portal.client(clientId))).faults).toEqual([]);
    });

    it('are recorded with what was before, once per request', async () => {
      const clientId = await portal.addClient();
      const requestId = randomUUID();
      expect(await tellTerms(portal, clientId, 3, quarterUp, requestId)).toEqual({ repeated: false });
      expect(await tellTerms(portal, clientId, 3, quarterUp, requestId)).toEqual({ repeated: true });
      expect(await versionsOf(clientId)).toHaveLength(2);
      const actions = await db
        .selectFrom('actions')
        .selectAll()
        .where('portal_id', '=', portal.portalId)
        .where('what', '=', 'set-terms')
        .execute();
      expect(actions).toMatchObject([{ client_id: clientId, user_id: 1, reason: 'договорились' }]);
      expect(JSON.parse(actions[0]?.before ?? '')).toEqual({ version: 0, terms: defaultTerms });
      const after = { version: 1, effectiveFrom: localDay(3), terms: quarterUp };
      expect(JSON.parse(actions[0]?.after ?? '')).toEqual(after);
    });

    it('set at the same time get different numbers', async () => {
      await insertPortal();
      const clientIds = [await portal.addClient(), await portal.addClient()];
      await Promise.all([
        ...clientIds.map((clientId) => tellTerms(portal, clientId, 3, quarterUp)),
        tellPortalTerms(portal, 3, oneAndAHalf),
      ]);
      const rows = await db
        .selectFrom('terms')
        .select('version')
        .where('portal_id', '=', portal.portalId)
        .orderBy('version')
        .execute();
      expect(rows.map((row) => row.version)).toEqual([1, 2, 3]);
    });

    it('are never changed or deleted, but for an erasure', async () => {
      await tellPortalTerms(portal, 3, quarterUp);
      const where = sql`where portal_id = ${portal.portalId}`;
      await expect(sql`update terms set body = '{}' ${where}`.execute(db)).rejects.toMatchObject(refused);
      await expect(sql`delete from terms ${where}`.execute(db)).rejects.toMatchObject(refused);
      const erasure = { portalId: portal.portalId, erasureId: 'e1', at: 1, reason: 'CLEAN' };
      await portal.inTx((tx) => erasePortal(tx, erasure));
      expect(await versionsOf(WHOLE_PORTAL)).toHaveLength(1);
    });

    it('kept before a setting existed have it as the built-in terms say', async () => {
      const body = JSON.stringify({ minimumSeconds: 300, report: { layout: 'brief' } });
      const key = { portal_id: portal.portalId, client_id: 0, version: 1, effective_from: localDay(1) };
      await db
        .insertInto('terms')
        .values({ ...key, body, action_id: null, created_at: 1 })
        .execute();
      const { inForce } = await readTermsVersions(db, portal.portalId, 1);
      expect(inForce.at(-1)?.terms).toEqual({
        ...defaultTerms,
        minimumSeconds: 300,
        report: { ...defaultTerms.report, layout: 'brief' },
      });
    });
  });

  describe('changed terms', () => {
    it('in the past bill open lines anew and leave issued ones', async () => {
      const clientId = await clientWithWork(portal);
      await portal.issue(clientId, { until: instant(4) });
      await tellTerms(portal, clientId, 0, quarterUp);
      const posted = await portal.post(clientId);
      expect([posted.reversed, posted.added]).toEqual([2, 2]);
      expect(await billed(clientId)).toEqual({ 11: 600, 12: 900, 13: 900 });
      expect(await portal.post(clientId)).toMatchObject({ posting: null });
    });

    it('in the future change nothing until then', async () => {
      const clientId = await clientWithWork(portal);
      await tellTerms(portal, clientId, 21, quarterUp);
      expect(await portal.post(clientId)).toMatchObject({ posting: null });
      portal.setDay(22);
      const late = { entryId: 14, seconds: 60, workedAt: instant(21, 600), taskId: 1, groupId: 101 };
      await portal.work(late);
      await portal.post(clientId);
      expect(await billed(clientId)).toEqual({ 11: 600, 12: 600, 13: 600, 14: 900 });
    });
  });
});
