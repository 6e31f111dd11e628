import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startAuthServer, startPortal } from '../portal/index.js';
import { post, startRig, type Answer, type Rig } from './portal-rig.js';
import { differences, official } from './portal-shape.js';

/** OAuth on an origin of its own, tokens, and the doors in front of every method. */

let rig: Rig;

beforeEach(async () => {
  rig = await startRig({ limits: { enabled: false } });
});

afterEach(() => rig.stop());

function tokenRequest(fields: Record<string, string>): Promise<Answer> {
  const { clientId, clientSecret } = rig.portal.world.settings.app;
  const body = new URLSearchParams({
    client_id: clientId,
    client_secret: clientSecret,
    ...fields,
  }).toString();
  return post(`${rig.portal.authUrl}/oauth/token/`, body, {
    'Content-Type': 'application/x-www-form-urlencoded',
  });
}

const refresh = (token: string): Promise<Answer> =>
  tokenRequest({ grant_type: 'refresh_token', refresh_token: token });
const opened = (): string => rig.portal.control.openApp({ userId: 1 }).fields['REFRESH_ID'] ?? '';

describe('tokens', () => {
  it('refresh answers like the vendor and rotates', async () => {
    const first = opened();
    const answer = await refresh(first);
    expect(answer.status).toBe(200);
    expect(differences(official('oauth.refresh')['resultExample'] ?? null, answer.body)).toEqual([]);
    expect(answer.body).toMatchObject({
      member_id: rig.portal.memberId,
      client_endpoint: `${rig.portal.url}/rest/`,
      user_id: 1,
    });
    expect(new URL(rig.portal.authUrl).origin).not.toBe(rig.portal.url);
    expect((await refresh(first)).body).toMatchObject({ error: 'invalid_grant' });
    expect((await refresh(String(answer.body['refresh_token']))).status).toBe(200);
  });

  it('takes the query of a GET as well', async () => {
    const { clientId, clientSecret } = rig.portal.world.settings.app;
    const query = new URLSearchParams({
      client_id: clientId,
      client_secret: clientSecret,
      grant_type: 'refresh_token',
      refresh_token: opened(),
    });
    expect((await fetch(`${rig.portal.authUrl}/oauth/token/?${query.toString()}`)).status).toBe(200);
  });

  it('a refresh token dies after 180 idle days', async () => {
    const token = opened();
    rig.portal.control.setClock({ advanceMs: 181 * 24 * 3_600_000 });
    expect((await refresh(token)).body).toMatchObject({ error: 'invalid_grant' });
  });

  it('authorize gives a code for thirty seconds and one use', async () => {
    const { clientId } = rig.portal.world.settings.app;
    const authorize = async (): Promise<URL> => {
      const answer = await fetch(`${rig.portal.url}/oauth/authorize/?client_id=${clientId}&state=s7`, {
        redirect: 'manual',
      });
      return new URL(answer.headers.get('location') ?? '');
    };
    const back = await authorize();
    expect(back.searchParams.get('state')).toBe('s7');
    expect(back.searchParams.get('member_id')).toBe(rig.portal.memberId);
    const code = back.searchParams.get('code') ?? '';
    const exchanged = await tokenRequest({ grant_type: 'authorization_code', code });
    expect(differences(official('oauth.token')['resultExample'] ?? null, exchanged.body)).toEqual([]);
    expect(exchanged.body).not.toHaveProperty('user_id');
    expect((await tokenRequest({ grant_type: 'authorization_code', code })).body).toMatchObject({
      error: 'invalid_grant',
    });
    const late = (await authorize()).searchParams.get('code') ?? '';
    rig.portal.control.setClock({ advanceMs: 31_000 });
    expect((await tokenRequest({ grant_type: 'authorization_code', code: late })).body).toMatchObject({
      error: 'invalid_grant',
    });
  });

  it.each([
    [{ grant_type: 'refresh_token' }, 'invalid_request'],
    [{ grant_type: 'password' }, 'invalid_request'],
    [{ grant_type: 'refresh_token', refresh_token: 'x', client_secret: 'wrong' }, 'invalid_client'],
    [{ grant_type: 'refresh_token', refresh_token: 'x', client_id: 'wrong' }, 'invalid_client'],
    [{ grant_type: 'refresh_token', refresh_token: 'x' }, 'invalid_grant'],
    [{ grant_type: 'refresh_token', refresh_token: 'x', scope: 'mailservice' }, 'invalid_scope'],
  ])('%j answers %s', async (fields, error) => {
    expect((await tokenRequest(fields)).body).toMatchObject({ error });
  });

  it('gives nothing after the paid period, after dismissal, after uninstall', async () => {
    const { control } = rig.portal;
    control.setPaymentExpired({ expired: true });
    expect((await refresh(opened())).body).toMatchObject({ error: 'PAYMENT_REQUIRED' });
    control.setPaymentExpired({ expired: false });
    const other = control.createUser({ name: 'Олег', lastName: 'Нестеров', admin: true });
    const his = control.openApp({ userId: other.id }).fields;
    control.dismissUser({ id: other.id });
    expect((await refresh(his['REFRESH_ID'] ?? '')).body).toMatchObject({ error: 'invalid_grant' });
    const kept = opened();
    control.uninstallApp();
    expect((await refresh(kept)).body).toMatchObject({ error: 'invalid_client' });
  });

  it('dismissal that keeps integrations moves the tokens to a hidden system user', async () => {
    const { control } = rig.portal;
    const owner = control.createUser({ name: 'Олег', lastName: 'Нестеров', admin: true });
    const fields = control.openApp({ userId: owner.id }).fields;
    const { systemUserId } = control.dismissUser({ id: owner.id, keepIntegrations: true });
    const answer = await refresh(fields['REFRESH_ID'] ?? '');
    expect(answer.body).toMatchObject({ user_id: systemUserId });
    const users = await rig.call('user.get', { FILTER: { ID: systemUserId } });
    expect(users.body['result']).toEqual([]);
  });

  it('loses the answer of a refresh that ran: the old token is dead, the new one unknown', async () => {
    const token = opened();
    rig.portal.control.setAuthFaults({ loseNext: 1 });
    await expect(refresh(token)).rejects.toThrow();
    expect((await refresh(token)).body).toMatchObject({ error: 'invalid_grant' });
    rig.portal.control.setAuthFaults({ outage: { status: 502, body: '<html></html>' } });
    expect((await refresh(opened())).status).toBe(502);
  });

  it('one auth server may serve two portals, each with its own member_id', async () => {
    const auth = await startAuthServer();
    const [one, two] = await Promise.all([
      startPortal({ empty: true, authServer: auth }),
      startPortal({ empty: true, authServer: auth }),
    ]);
    expect(one.memberId).not.toBe(two.memberId);
    for (const portal of [one, two]) {
      portal.control.registerApp({ handlerUrl: 'http://127.0.0.1:9/' });
      const { fields } = portal.control.installApp({ userId: 1 });
      const { clientId, clientSecret } = portal.world.settings.app;
      const body = new URLSearchParams({
        client_id: clientId,
        client_secret: clientSecret,
        grant_type: 'refresh_token',
        refresh_token: fields['REFRESH_ID'] ?? '',
      });
      const answer = await post(`${auth.url}/oauth/token/`, body.toString(), {
        'Content-Type': 'application/x-www-form-urlencoded',
      });
      expect(answer.body['member_id']).toBe(portal.memberId);
    }
    await one.stop();
    await two.stop();
    await auth.stop();
  });
});

describe('doors in front of every method', () => {
  const withToken = (auth: string): Promise<Answer> =>
    post(`${rig.portal.url}/rest/profile.json`, JSON.stringify({ auth }), {
      'Content-Type': 'application/json',
    });

  it('401 for no, unknown and expired tokens', async () => {
    expect(await withToken('')).toMatchObject({ status: 401, body: { error: 'NO_AUTH_FOUND' } });
    expect(await withToken('nonsense')).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
    const token = rig.token();
    rig.portal.control.setClock({ advanceMs: 3_601_000 });
    expect(await withToken(token)).toMatchObject({ status: 401, body: { error: 'expired_token' } });
  });

  it('403 for a missing scope and for users who were not granted the app', async () => {
    rig.portal.control.registerApp({ scopes: ['task', 'tasks'] });
    expect(await rig.call('im.message.add')).toMatchObject({
      status: 403,
      body: { error: 'insufficient_scope' },
    });
    const token = rig.token(rig.clientId);
    rig.portal.control.registerApp({ access: 'staff' });
    expect(await withToken(token)).toMatchObject({ status: 403, body: { error: 'user_access_error' } });
  });

  it('the token may stand in the query, the body may be a form, slashes may double', async () => {
    const token = rig.token();
    for (const path of ['/rest/profile', '/rest//profile', '/rest/profile.json', '/rest/PROFILE'])
      expect((await fetch(`${rig.portal.url}${path}?auth=${token}`)).status).toBe(200);
    expect((await rig.form('profile', 'x=1')).status).toBe(200);
  });

  it('answers the preflight of browsers, without Idempotency-Key among the headers', async () => {
    const answer = await fetch(`${rig.portal.url}/rest/profile`, { method: 'OPTIONS' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-allow-headers')).not.toMatch(/idempotency/i);
  });

  it('a renamed portal answers 302 at its old address', async () => {
    const before = rig.portal.url;
    const { domain } = await rig.portal.control.renamePortal();
    const answer = await fetch(`${before}/rest/profile?x=1`, {
      method: 'POST',
      redirect: 'manual',
      body: '{}',
    });
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe(`http://${domain}/rest/profile?x=1`);
    expect((await rig.call('profile')).status).toBe(200);
    expect((await refresh(opened())).body['client_endpoint']).toBe(`http://${domain}/rest/`);
  });

  it('a deleted portal, a closed REST, an uninstalled app', async () => {
    const { control } = rig.portal;
    const token = rig.token();
    control.deletePortal();
    expect(await withToken(token)).toMatchObject({ status: 500, body: { error: 'PORTAL_DELETED' } });
    control.deletePortal({ deleted: false });
    control.closeRest();
    expect(await withToken(token)).toMatchObject({ status: 403, body: { error: 'ACCESS_DENIED' } });
    control.closeRest({ closed: false });
    control.uninstallApp();
    expect((await withToken(token)).status).toBe(401);
  });
});
