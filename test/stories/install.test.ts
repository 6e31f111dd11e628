import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { type Db, isPostgres } from '../../server/base/db/index.js';
import {
  acceptUpdate,
  bindManifest,
  confirmInstalled,
  confirmOwner,
  type InstallClaim,
  keepTokensAlive,
  listInstalledPortals,
  noteAppInfo,
  probeCard,
  readOwner,
  readPortal,
  uninstall,
  verifyAndStore,
  wantsAuthorisation,
} from '../../server/portal/installs/index.js';
import { describeEachDatabase } from '../harness/databases.js';
import { claimOf, givenRest, type GivenOptions, type GivenRest } from '../unit/portal-rest/given-rest.js';

const running: GivenRest[] = [];

async function given(db: Db, options: GivenOptions = {}): Promise<GivenRest> {
  const made = await givenRest(db, options);
  running.push(made);
  return made;
}

afterEach(() => Promise.all(running.splice(0).map((made) => made.stop())));

/** The claim that ONAPPINSTALL or ONAPPUPDATE makes: what the app's event address was sent. */
async function eventClaim(
  portal: GivenRest['portal'],
  act: () => void,
): Promise<InstallClaim & { memberId: string }> {
  const received: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
    request.on('end', () => {
      received.push(new URLSearchParams(body));
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  portal.control.registerApp({
    eventUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`,
  });
  act();
  await portal.control.flushEvents();
  await new Promise((resolve) => server.close(resolve));
  const form = received.find((one) => /^ONAPP/.test(one.get('event') ?? ''));
  const auth = (name: string): string => form?.get(`auth[${name}]`) ?? '';
  return {
    memberId: auth('member_id'),
    refreshToken: auth('refresh_token'),
    serverEndpoint: auth('server_endpoint'),
    applicationToken: auth('application_token'),
  };
}

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
    expect(bound.boundPlacements).toEqual(['LEFT_MENU', 'SONET_GROUP_DETAIL_TAB', 'REST_APP_URI']);
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
    expect(moved.boundEvents).toHaveLength(11);
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
    expect(await wantsAuthorisation(ground, portal.memberId)).toBe(false);
    const other = portal.control.createUser({ name: 'Вера', lastName: 'Белова', admin: true });
    portal.control.setAdmin({ userId: 1, admin: false });
    expect(await confirmOwner(ground, rest, portal.memberId)).toBe(false);
    expect(await wantsAuthorisation(ground, portal.memberId)).toBe(true);
    await verifyAndStore(ground, rest, claimOf(portal.control.openApp({ userId: other.id })));
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
    await verifyAndStore(ground, rest, claimOf(portal.control.openApp({ userId: other.id })));
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
    await expect(deleteLine(db, second.portal.memberId)).rejects.toThrow(/APPEND_ONLY/);
  });

  it('keeps idle tokens alive, once a month and not before', async () => {
    const db = await database.freshDatabase();
    const { portal, ground, installs } = await installed(db);
    const later = (days: number): GivenRest['ground'] => ({
      ...ground,
      clock: { now: () => Date.now() + days * 24 * 3_600_000 },
    });
    expect(await keepTokensAlive(later(29), installs)).toBe(0);
    expect(await keepTokensAlive(later(31), installs)).toBe(1);
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

describeEachDatabase('a forged install', (database) => {
  let decoy: Server;
  let requests = 0;
  beforeAll(async () => {
    decoy = createServer((_request, response) => {
      requests += 1;
      response.end('{}');
    });
    await new Promise<void>((resolve) => decoy.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => {
    requests = 0;
  });
  afterAll(() => new Promise((resolve) => decoy.close(resolve)));
  const decoyUrl = (): string => `http://127.0.0.1:${(decoy.address() as AddressInfo).port}`;

  it('with an auth server of its own is refused before anything leaves', async () => {
    const db = await database.freshDatabase();
    const { portal, ground, rest } = await given(db);
    const claim = claimOf(portal.control.installApp({ userId: 1, installEvent: 'never' }));
    const forged = { ...claim, serverEndpoint: `${decoyUrl()}/rest/` };
    await expect(verifyAndStore(ground, rest, forged)).rejects.toMatchObject({ code: 'AUTH_HOST_REFUSED' });
    expect(requests).toBe(0);
    expect(portal.control.stats()).toMatchObject({ tokenRequests: 0, restRequests: 0 });
    expect(await readPortal(db, portal.memberId)).toBeNull();
  });

  it('with a wrong token, or the tokens of another portal, is refused by the auth server’s answer', async () => {
    const db = await database.freshDatabase();
    const victim = await given(db);
    const attacker = await given(db);
    const { ground, rest } = attacker;
    const claim = claimOf(attacker.portal.control.installApp({ userId: 1, installEvent: 'never' }));
    const wrong = { ...claim, refreshToken: 'e'.repeat(70) };
    await expect(verifyAndStore(ground, rest, wrong)).rejects.toMatchObject({ code: 'TOKEN_REFUSED' });
    const forged = { ...claim, memberId: victim.portal.memberId };
    await expect(verifyAndStore(ground, rest, forged)).rejects.toMatchObject({ code: 'CLAIM_REFUSED' });
    expect(victim.portal.control.stats().restRequests).toBe(0);
    expect(await readPortal(db, victim.portal.memberId)).toBeNull();
  });

  it.each([
    'https://10.1.2.3/rest/',
    'https://192.168.0.10/rest/',
    'https://portal.local/rest/',
    'http://example.com/rest/',
  ])('is refused when even the auth server names %s', async (endpoint) => {
    const db = await database.freshDatabase();
    const { portal, ground, rest } = await given(db);
    const claim = claimOf(portal.control.installApp({ userId: 1, installEvent: 'never' }));
    await usingFakeAuthServer(endpoint, portal.memberId, async (authUrl) => {
      const config = { ...ground.config, authHosts: [authUrl] };
      const forged = { ...claim, serverEndpoint: `${authUrl}/rest/` };
      await expect(verifyAndStore({ ...ground, config }, rest, forged)).rejects.toMatchObject({
        code: 'ENDPOINT_REFUSED',
      });
    });
    expect(await readPortal(db, portal.memberId)).toBeNull();
  });

  it('of another app is refused by its app.info', async () => {
    const db = await database.freshDatabase();
    const { portal, ground, rest } = await given(db);
    const claim = claimOf(portal.control.installApp({ userId: 1, installEvent: 'never' }));
    const config = { ...ground.config, appCode: 'someone.else' };
    await expect(verifyAndStore({ ...ground, config }, rest, claim)).rejects.toMatchObject({
      code: 'CLAIM_REFUSED',
    });
  });
});

describe('loopback', () => {
  it('is no address of a portal unless the configuration says so', async () => {
    const { checkEndpoint } = await import('../../server/portal/rest/index.js');
    const rules = { authHosts: [], insecureLoopback: false };
    expect(() => checkEndpoint(rules, 'http://127.0.0.1:80/rest/')).toThrow(/refused/);
    expect(checkEndpoint({ ...rules, insecureLoopback: true }, 'http://127.0.0.1:8080/rest/')).toBe(
      'http://127.0.0.1:8080/rest',
    );
  });
});

/** An auth server we are told to trust, which names an address it should not. */
async function usingFakeAuthServer(
  clientEndpoint: string,
  memberId: string,
  work: (url: string) => Promise<void>,
): Promise<void> {
  const tokens = { access_token: 'a', refresh_token: 'r', user_id: 1, expires_in: 3600 };
  const server = createServer((_request, response) => {
    response.end(JSON.stringify({ ...tokens, member_id: memberId, client_endpoint: clientEndpoint }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await work(`http://127.0.0.1:${(server.address() as AddressInfo).port}`).finally(() => server.close());
}

async function tablesWithPortals(
  db: Db,
): Promise<{ name: string; columns: readonly { name: string; dataType: string; isNullable: boolean }[] }[]> {
  const tables = await db.introspection.getTables();
  return tables.filter((table) => table.columns.some((column) => column.name === 'portal_id'));
}

async function rowsPerTable(db: Db, portalId: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { name } of await tablesWithPortals(db)) {
    const { rows } = await sql<{
      n: number;
    }>`select count(*) as n from ${sql.table(name)} where portal_id = ${portalId}`.execute(db);
    counts[name] = Number(rows[0]?.n);
  }
  return counts;
}

/** Something in every table, whatever its columns are, so that the erasure has to find them all. */
async function oneRowInEveryTable(db: Db, portalId: string): Promise<void> {
  for (const { name, columns } of await tablesWithPortals(db)) {
    if (name === 'erasure_permits' || (await rowsPerTable(db, portalId))[name] !== 0) continue;
    const used = columns.filter((column) => column.name === 'portal_id' || !column.isNullable);
    const values = used.map((column) => {
      if (column.name === 'portal_id') return portalId;
      return /int/i.test(column.dataType) ? 1 : 'x';
    });
    const names = sql.join(used.map((column) => sql.ref(column.name)));
    await sql`insert into ${sql.table(name)} (${names}) values (${sql.join(values)})`.execute(db);
  }
}

async function deleteLine(db: Db, portalId: string): Promise<unknown> {
  return sql`delete from lines where portal_id = ${portalId}`.execute(db);
}

async function dump(db: Db): Promise<unknown[]> {
  const all: unknown[] = [isPostgres(db as never)];
  for (const { name } of await tablesWithPortals(db)) {
    all.push((await sql`select * from ${sql.table(name)}`.execute(db)).rows);
  }
  return all;
}
