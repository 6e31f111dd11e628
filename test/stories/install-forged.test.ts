import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Db } from '../../server/base/db/index.js';
import { readPortal, verifyAndStore } from '../../server/portal/installs/index.js';
import { describeEachDatabase } from '../harness/databases.js';
import { claimOf, type GivenOptions, givenRest, type GivenRest } from '../unit/portal-rest/given-rest.js';

const running: GivenRest[] = [];

async function given(db: Db, options: GivenOptions = {}): Promise<GivenRest> {
  const made = await givenRest(db, options);
  running.push(made);
  return made;
}

afterEach(() => Promise.all(running.splice(0).map((made) => made.stop())));

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
