import { afterEach, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import type { Db } from '../../server/base/db/index.js';
import {
  acceptUpdate,
  keepTokensAlive,
  listInstalledPortals,
  noteAppInfo,
  readPortal,
  uninstall,
  verifyAndStore,
} from '../../server/portal/installs/index.js';
import { describeEachDatabase } from '../harness/databases.js';
import { eventClaim } from '../unit/portal-rest/event-claim.js';
import { dump, oneRowInEveryTable, rowsPerTable } from '../unit/portal-rest/every-table.js';
import { claimOf, type GivenOptions, givenRest, type GivenRest } from '../unit/portal-rest/given-rest.js';

const running: GivenRest[] = [];

async function given(db: Db, options: GivenOptions = {}): Promise<GivenRest> {
  const made = await givenRest(db, options);
  running.push(made);
  return made;
}

afterEach(() => Promise.all(running.splice(0).map((made) => made.stop())));

describeEachDatabase('later', (database) => {
  async function installed(db: Db): Promise<GivenRest> {
    const made = await given(db);
    const page = made.portal.control.installApp({ userId: 1, installEvent: 'never' });
    made.portal.control.installFinish({ userId: 1 });
    await verifyAndStore(made.ground, made.rest, claimOf(page));
    return made;
  }

  it('an update brings a new application_token, believed after its tokens were verified, and re-binds', async () => {
    const db = await database.freshDatabase();
    const { portal, ground, rest, installs } = await installed(db);
    const old = portal.control.app().applicationToken;
    const claim = await eventClaim(portal, () =>
      portal.control.updateApp({ version: 2, newApplicationToken: true, dropBindings: true }),
    );
    const { portalId, isGenuine } = { portalId: claim.memberId, isGenuine: false };
    await expect(
      acceptUpdate(ground, rest, { portalId, isGenuine, claim: { ...claim, refreshToken: 'f'.repeat(70) } }),
    ).rejects.toMatchObject({ code: 'TOKEN_REFUSED' });
    expect(await installs.isGenuine(portalId, old)).toBe(true);
    const repaired = await acceptUpdate(ground, rest, { portalId, isGenuine, claim });
    expect(repaired.boundEvents.length).toBeGreaterThan(10);
    expect(await installs.isGenuine(portalId, portal.control.app().applicationToken)).toBe(true);
    expect(await installs.isGenuine(portalId, old)).toBe(false);
    expect((await readPortal(db, portalId))?.app_version).toBe(2);
  });

  it('removal stops work and forgets the tokens, and keeps the data', async () => {
    const db = await database.freshDatabase();
    const { portal, ground, rest, installs } = await installed(db);
    const token = portal.control.app().applicationToken;
    await db
      .transaction()
      .execute((tx) => uninstall(tx, ground.clock, { portalId: portal.memberId, clean: false }));
    expect(await listInstalledPortals(db)).toEqual([]);
    expect((await readPortal(db, portal.memberId))?.state).toBe('uninstalled');
    expect(await db.selectFrom('portal_tokens').selectAll().execute()).toEqual([]);
    await expect(rest.call({ portalId: portal.memberId, method: 'profile' })).rejects.toMatchObject({
      restCode: 'PORTAL_NOT_READY',
    });
    expect(await noteAppInfo(ground, portal.memberId, { CODE: 'x', VERSION: 1, INSTALLED: true })).toBe(
      false,
    );
    expect(await installs.isGenuine(portal.memberId, 'another')).toBe(false);
    expect(token).not.toBe('');
  });

  it('removal with CLEAN leaves no row of the portal but the proof, and no other portal is touched', async () => {
    const db = await database.freshDatabase();
    const first = await installed(db);
    const second = await installed(db);
    for (const { portal } of [first, second]) await oneRowInEveryTable(db, portal.memberId);
    const { ground, rest, portal } = first;
    await rest.flush();
    await db
      .transaction()
      .execute((tx) => uninstall(tx, ground.clock, { portalId: portal.memberId, clean: true }));
    await rest.flush();
    const left = await rowsPerTable(db, portal.memberId);
    expect(left).toEqual({ ...Object.fromEntries(Object.keys(left).map((name) => [name, 0])), erasures: 2 });
    const kept = await rowsPerTable(db, second.portal.memberId);
    expect(Object.entries(kept).filter(([name, rows]) => rows === 0 && name !== 'erasure_permits')).toEqual(
      [],
    );
    await expect(deleteLine(db, second.portal.memberId)).rejects.toMatchObject({
      message: expect.stringMatching(/APPEND_ONLY/),
    });
  });

  it('keeps idle tokens alive, once a month and not before', async () => {
    const db = await database.freshDatabase();
    const { portal, ground, installs } = await installed(db);
    const later = (days: number): GivenRest['ground'] => ({
      ...ground,
      clock: { now: () => Date.now() + days * 24 * 3_600_000 },
    });
    expect(await keepTokensAlive(later(29), installs, portal.memberId)).toBe(0);
    expect(await keepTokensAlive(later(31), installs, portal.memberId)).toBe(1);
    expect(portal.control.stats().tokenRequests).toBe(2);
  });

  it('shows no secret in clear, in the database or the log', async () => {
    const db = await database.freshDatabase();
    const { portal, rest, logged, ground } = await installed(db);
    portal.control.expireTokens({});
    const params = { fields: { TITLE: 'Тайное имя задачи', RESPONSIBLE_ID: 1 } };
    await rest.call({ portalId: portal.memberId, method: 'tasks.task.add', params });
    portal.control.addFault({ kind: 'html502', times: 1 });
    await rest
      .call({ portalId: portal.memberId, method: 'tasks.task.add', params })
      .catch((error: unknown) => {
        ground.log.error({ err: error, auth: { access_token: 'x' } }, 'it failed');
      });
    await rest.flush();
    const secrets = [
      ...portal.world.app.access.keys(),
      ...portal.world.app.refresh.keys(),
      portal.control.app().applicationToken,
      ground.config.clientSecret,
      'Тайное имя задачи',
    ];
    const everything = logged() + JSON.stringify(await dump(db));
    expect(logged()).toContain('it failed');
    expect(await db.selectFrom('rest_calls').selectAll().execute()).not.toEqual([]);
    for (const secret of secrets) expect(everything.includes(secret)).toBe(false);
  });
});

async function deleteLine(db: Db, portalId: string): Promise<unknown> {
  return sql`delete from lines where portal_id = ${portalId}`.execute(db);
}
