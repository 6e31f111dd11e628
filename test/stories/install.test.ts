import { afterEach, expect, it } from '@jest/globals';
import type { Db } from '../../server/base/db/index.js';
import {
  bindManifest,
  confirmInstalled,
  confirmOwner,
  type InstallClaim,
  listInstalledPortals,
  probeCard,
  readOwner,
  readPortal,
  reauthorise,
  verifyAndStore,
  wantsAuthorisation,
} from '../../server/portal/installs/index.js';
import { describeEachDatabase } from '../harness/databases.js';
import { eventClaim } from '../unit/portal-rest/event-claim.js';
import { claimOf, type GivenOptions, givenRest, type GivenRest } from '../unit/portal-rest/given-rest.js';

const running: GivenRest[] = [];

async function given(db: Db, options: GivenOptions = {}): Promise<GivenRest> {
  const made = await givenRest(db, options);
  running.push(made);
  return made;
}

afterEach(() => Promise.all(running.splice(0).map((made) => made.stop())));

describeEachDatabase('installing', (database) => {
  it('stores the administrator’s tokens, binds everything once, and works after installFinish', async () => {
    const db = await database.freshDatabase();
    const { portal, ground, rest } = await given(db);
    const page = portal.control.installApp({ userId: 1, installEvent: 'never' });
    const stored = await verifyAndStore(ground, rest, claimOf(page));
    expect(stored).toMatchObject({
      portalId: portal.memberId,
      userId: 1,
      isAdmin: true,
      state: 'installing',
    });
    const bound = await bindManifest(ground, rest, portal.memberId);
    expect(bound.boundEvents).toContain('ONTASKUPDATE');
    expect(bound.boundEvents).toContain('ONTASKDELETE_OFFLINE');
    expect(bound.boundPlacements).toEqual([
      'LEFT_MENU',
      'SONET_GROUP_DETAIL_TAB',
      'TASK_VIEW_TAB',
      'REST_APP_URI',
    ]);
    expect(await bindManifest(ground, rest, portal.memberId)).toEqual({
      boundEvents: [],
      boundPlacements: [],
      removedStale: [],
    });
    expect(await listInstalledPortals(db)).toEqual([]);
    expect(await confirmInstalled(ground, rest, portal.memberId)).toBe(false);
    portal.control.installFinish({ userId: 1 });
    expect(await confirmInstalled(ground, rest, portal.memberId)).toBe(true);
    expect((await listInstalledPortals(db)).map((row) => row.portal_id)).toEqual([portal.memberId]);
    expect(await confirmInstalled(ground, rest, portal.memberId)).toBe(false);
  });

  it.each(['page first', 'event first'] as const)('comes out the same: %s', async (order) => {
    const db = await database.freshDatabase();
    const { portal, ground, rest, installs } = await given(db);
    const pages: InstallClaim[] = [];
    const event = await eventClaim(portal, () => {
      pages.push(claimOf(portal.control.installApp({ userId: 1, installEvent: 'before' })));
    });
    const [page] = pages;
    if (!page) throw new Error('no page');
    const withoutToken = { ...page, applicationToken: undefined };
    const claims = order === 'page first' ? [withoutToken, event] : [event, withoutToken];
    for (const claim of claims) await verifyAndStore(ground, rest, claim);
    const row = await readPortal(db, portal.memberId);
    expect(row).toMatchObject({ state: 'installing', client_endpoint: `${portal.url}/rest`, language: 'ru' });
    expect(await installs.isGenuine(portal.memberId, portal.control.app().applicationToken)).toBe(true);
    expect((await rest.call({ portalId: portal.memberId, method: 'profile' })).result).toMatchObject({
      ID: '1',
    });
    expect(await db.selectFrom('portal_tokens').selectAll().execute()).toHaveLength(1);
  });

  it('lets page and event race without losing the application_token', async () => {
    const db = await database.freshDatabase();
    const { portal, ground, rest, installs } = await given(db);
    const pages: InstallClaim[] = [];
    const event = await eventClaim(portal, () => {
      pages.push(claimOf(portal.control.installApp({ userId: 1, installEvent: 'before' })));
    });
    const claims = [event, ...pages.map((page) => ({ ...page, applicationToken: undefined }))];
    await Promise.all(claims.map((claim) => verifyAndStore(ground, rest, claim)));
    expect(await installs.isGenuine(portal.memberId, portal.control.app().applicationToken)).toBe(true);
  });

  it('binds what somebody removed, and removes addresses that are not ours any more', async () => {
    const db = await database.freshDatabase();
    const { portal, ground, rest } = await given(db);
    const page = portal.control.installApp({ userId: 1, installEvent: 'never' });
    await verifyAndStore(ground, rest, claimOf(page));
    const { portalId } = await verifyAndStore(ground, rest, claimOf(portal.control.openApp({ userId: 1 })));
    await bindManifest(
      { ...ground, config: { ...ground.config, publicUrl: 'http://127.0.0.1:10' } },
      rest,
      portalId,
    );
    const moved = await bindManifest(ground, rest, portalId);
    expect(moved.boundEvents).toHaveLength(13);
    expect(moved.removedStale).toEqual(expect.arrayContaining(['ONTASKADD', 'LEFT_MENU', 'REST_APP_URI']));
    const handlers = portal.control.app().bindings.map((row: { handler: string }) => row.handler);
    expect(new Set(handlers)).toEqual(new Set(['http://127.0.0.1:9/events', '']));
    await rest.call({
      portalId,
      method: 'event.unbind',
      params: { event: 'ONTASKADD', handler: 'http://127.0.0.1:9/events' },
    });
    expect((await bindManifest(ground, rest, portalId)).boundEvents).toEqual(['ONTASKADD']);
  });

  it('refuses everybody who is no administrator, and stores nothing', async () => {
    const db = await database.freshDatabase();
    const { portal, ground, rest } = await given(db);
    portal.control.installApp({ userId: 1, installEvent: 'never' });
    portal.control.installFinish({ userId: 1 });
    const user = portal.control.createUser({ name: 'Пётр', lastName: 'Сидоров' });
    const page = portal.control.openApp({ userId: user.id });
    await expect(verifyAndStore(ground, rest, claimOf(page))).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect(await readPortal(db, portal.memberId)).toBeNull();
  });

  it('takes a new authorisation only when the stored one is dead or has lost its rights', async () => {
    const db = await database.freshDatabase();
    const { portal, ground, rest } = await given(db);
    expect(await wantsAuthorisation(ground, portal.memberId)).toBe(true);
    const page = portal.control.installApp({ userId: 1, installEvent: 'never' });
    portal.control.installFinish({ userId: 1 });
    await verifyAndStore(ground, rest, claimOf(page));
    const visit = (userId: number): Promise<boolean> =>
      reauthorise(ground, rest, {
        ...claimOf(portal.control.openApp({ userId })),
        memberId: portal.memberId,
      });
    expect(await visit(1)).toBe(false);
    expect(portal.control.stats().tokenRequests).toBe(1);
    const other = portal.control.createUser({ name: 'Вера', lastName: 'Белова', admin: true });
    portal.control.setAdmin({ userId: 1, admin: false });
    expect(await confirmOwner(ground, rest, portal.memberId)).toBe(false);
    expect(await wantsAuthorisation(ground, portal.memberId)).toBe(true);
    const nobody = portal.control.createUser({ name: 'Олег', lastName: 'Орлов' });
    expect(await visit(nobody.id)).toBe(false);
    expect(await visit(other.id)).toBe(true);
    expect(await readOwner(db, portal.memberId, 'posting')).toMatchObject({
      userId: other.id,
      isAdmin: true,
    });
    portal.control.killRefreshTokens({});
    portal.control.expireTokens({});
    await expect(rest.call({ portalId: portal.memberId, method: 'profile' })).rejects.toMatchObject({
      restCode: 'TOKEN_REFUSED',
    });
    expect(await wantsAuthorisation(ground, portal.memberId)).toBe(true);
    expect(await visit(other.id)).toBe(true);
    expect((await rest.call({ portalId: portal.memberId, method: 'profile' })).result).toMatchObject({
      ADMIN: true,
    });
  });

  it('knows the task card', async () => {
    const db = await database.freshDatabase();
    const { portal, ground, rest } = await given(db);
    await verifyAndStore(
      ground,
      rest,
      claimOf(portal.control.installApp({ userId: 1, installEvent: 'never' })),
    );
    const { memberId: portalId } = portal;
    expect(await probeCard(ground, rest, { portalId })).toBe('new');
    const task = portal.control.createTask({ title: 'one' });
    expect(await probeCard(ground, rest, { portalId, again: true })).toBe('new');
    expect(await probeCard(ground, rest, { portalId, taskId: task.id, again: true })).toBe('new');
    portal.control.setCard({ card: 'old' });
    expect(await probeCard(ground, rest, { portalId })).toBe('new');
    expect(await probeCard(ground, rest, { portalId, again: true })).toBe('old');
    expect(await probeCard(ground, rest, { portalId, taskId: task.id, again: true })).toBe('old');
  });
});
