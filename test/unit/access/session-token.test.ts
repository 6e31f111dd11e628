import { SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from '@jest/globals';
import { readSessionToken, signSession } from '../../../server/access/session-token.js';
import type { Visitor } from '../../../server/access/index.js';

const visitor: Visitor = { portalId: 'p1', userId: 7, role: 'manager', isAdmin: false, name: 'Анна Орлова' };
const now = 1_770_000_000_000;
const at = (ms: number, secret = 's'.repeat(32)) => ({
  clock: { now: () => ms },
  config: { sessionSecret: secret },
});
const claims = { portal: 'p1', user: 7, role: 'manager', admin: false, name: 'Анна' };
const key = new TextEncoder().encode('s'.repeat(32));

describe('a session token', () => {
  it('says who it was made for, for at most an hour', async () => {
    const { token, expiresAt } = await signSession(at(now), visitor);
    expect(expiresAt - now).toBeLessThanOrEqual(3_600_000);
    expect(await readSessionToken(at(now), token)).toEqual(visitor);
    expect(await readSessionToken(at(expiresAt - 1_000), token)).toEqual(visitor);
    await expect(readSessionToken(at(expiresAt), token)).rejects.toMatchObject({
      code: 'SESSION_EXPIRED',
      status: 401,
    });
  });

  it('is not valid under another secret, nor changed by a letter', async () => {
    const { token } = await signSession(at(now), visitor);
    const invalid = { code: 'SESSION_INVALID', status: 401 };
    await expect(readSessionToken(at(now, 'x'.repeat(32)), token)).rejects.toMatchObject(invalid);
    const [head, body, seal] = token.split('.');
    const admin = Buffer.from(JSON.stringify({ ...claims, role: 'administrator' })).toString('base64url');
    for (const changed of [`${head}.${admin}.${seal}`, `${head}.${body}.`, `${head}.${body}`, '', 'x.y.z']) {
      await expect(readSessionToken(at(now), changed)).rejects.toMatchObject(invalid);
    }
  });

  it('is refused unsigned, by another algorithm, from another issuer, without an end, or living too long', async () => {
    const seconds = now / 1000;
    const made = (alg: string, issuer: string) =>
      new SignJWT(claims).setProtectedHeader({ alg }).setIssuer(issuer).setIssuedAt(seconds);
    const tokens = [
      new UnsecuredJWT(claims)
        .setIssuer('support-hours')
        .setIssuedAt(seconds)
        .setExpirationTime(seconds + 60)
        .encode(),
      await made('HS512', 'support-hours')
        .setExpirationTime(seconds + 60)
        .sign(new TextEncoder().encode('s'.repeat(64))),
      await made('HS256', 'somebody')
        .setExpirationTime(seconds + 60)
        .sign(key),
      await made('HS256', 'support-hours').sign(key),
    ];
    for (const token of tokens) {
      await expect(readSessionToken(at(now), token)).rejects.toMatchObject({ code: 'SESSION_INVALID' });
    }
    const long = await made('HS256', 'support-hours')
      .setExpirationTime(seconds + 90_000)
      .sign(key);
    expect(await readSessionToken(at(now), long)).toMatchObject({ userId: 7 });
    await expect(readSessionToken(at(now + 3_700_000), long)).rejects.toMatchObject({ status: 401 });
  });
});
