import { connect as connectSocket } from 'node:net';
import { Router } from 'express';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { connect, type Db } from '../../../server/base/db/index.js';
import { type Doors, install, openDoors, postForm, signIn } from '../../given/given-doors.js';
import { freshDatabaseUrl, migratedDatabaseUrl } from '../../harness/databases.js';
import { type Portal, startPortal } from '../../portal/index.js';

let db: Db;
let portal: Portal;
let doors: Doors;
let token: string;

/** A router as a slice would bring one; it fails on request. */
function failing(): Router {
  const router = Router();
  router.get('/fails', () => {
    throw new Error('postgres://user:secret@host');
  });
  router.post('/echo', (request, response) => void response.json({ body: request.body as unknown }));
  return router;
}

beforeAll(async () => {
  db = connect(await migratedDatabaseUrl('sqlite'));
  portal = await startPortal({ seed: 'express doors', empty: true });
  doors = await openDoors(db, portal, { env: { METRICS_TOKEN: 'm'.repeat(20) }, routers: () => [failing()] });
  await install(portal, doors);
  token = await signIn(doors, portal, 1);
});
afterAll(async () => {
  await doors.stop();
  await portal.stop();
  await db.destroy();
});

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${doors.url}${path}`, { headers });

describe('addresses the vendor probes', () => {
  it.each(['/install', '/app', '/events'])('HEAD %s answers 200', async (path) => {
    expect((await fetch(`${doors.url}${path}`, { method: 'HEAD' })).status).toBe(200);
  });

  it.each(['/install', '/app'])('OPTIONS %s says what it takes', async (path) => {
    const response = await fetch(`${doors.url}${path}`, { method: 'OPTIONS' });
    expect([response.status, response.headers.get('allow')]).toEqual([204, 'POST, GET, HEAD, OPTIONS']);
  });

  it('a browser without a portal is told where the app lives, in its language', async () => {
    const russian = await get('/app', { 'Accept-Language': 'ru-RU,ru' });
    expect([russian.status, await russian.text()]).toEqual([
      200,
      expect.stringContaining('Откройте приложение'),
    ]);
    expect(await (await get('/install')).text()).toContain('Open Support Hours');
  });
});

describe('pages', () => {
  it('of a foreign frame name only the stored portal as who may show them', async () => {
    const page = await postForm(`${doors.url}/app?DOMAIN=evil.example`, {
      member_id: portal.memberId,
      PLACEMENT_OPTIONS: '{"a":',
    });
    expect(page.headers.get('content-security-policy')).toContain(`frame-ancestors ${portal.url}`);
    expect(page.headers.get('content-security-policy')).not.toContain('evil');
    expect((await get('/app?DOMAIN=evil.example')).status).toBe(403);
  });

  it('do not put what the form says into markup, whatever it says', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string({ maxLength: 12 }), fc.string({ unit: 'binary', maxLength: 60 })),
        fc.string(),
        async (options, placement) => {
          const nasty = { ...options, x: '</script><script>alert(1)</script><!--' };
          const page = await postForm(`${doors.url}/app`, {
            member_id: portal.memberId,
            PLACEMENT: placement,
            PLACEMENT_OPTIONS: JSON.stringify(nasty),
          });
          const html = await page.text();
          expect(page.status).toBe(200);
          expect(html.match(/<script/g)).toHaveLength(2);
          expect(html).not.toContain('<!--');
        },
      ),
      { numRuns: 60 },
    );
  });

  it('a form that cannot be read is a bad request', async () => {
    const many = await postForm(
      `${doors.url}/app`,
      Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`f${index}`, 'x'])),
    );
    expect(many.status).toBe(413);
    expect((await postForm(`${doors.url}/install`, { REFRESH_ID: 'x'.repeat(40_000) })).status).toBe(413);
    expect((await get('/app/%zz')).status).toBeLessThan(500);
  });
});

describe('the widget API', () => {
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${doors.url}/api/v1${path}`, {
      ...init,
      headers: { Authorization: `Bearer ${token}`, ...init.headers },
    });

  it('answers what does not exist with a problem', async () => {
    const response = await ask('/nothing');
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(await response.json()).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });

  it('hides what failed, and logs it without the secret', async () => {
    const response = await ask('/fails');
    expect([response.status, await response.text()]).toEqual([500, expect.not.stringContaining('secret')]);
    expect(doors.logged()).toContain('a request failed');
  });

  it('refuses a body that is no JSON, or too long', async () => {
    const headers = { 'Content-Type': 'application/json' };
    const post = async (body: string) => (await ask('/echo', { method: 'POST', headers, body })).status;
    expect(await post('{"a":1}')).toBe(200);
    expect(await post('{"a":')).toBe(400);
    expect(await post(JSON.stringify({ a: 'x'.repeat(300_000) }))).toBe(413);
  });

  it('lets one address open only so many sessions a minute', async () => {
    const body = JSON.stringify({ memberId: 'x', accessToken: 'x' });
    const open = () =>
      fetch(`${doors.url}/api/v1/session`, {
        method: 'POST',
        body,
        headers: { 'Content-Type': 'application/json' },
      });
    const statuses = new Set<number>();
    for (let times = 0; times < 125; times += 1) statuses.add((await open()).status);
    expect(statuses).toEqual(new Set([403, 429]));
  });
});

describe('the ground', () => {
  it('is alive and ready', async () => {
    expect(await (await get('/healthz')).json()).toEqual({ status: 'ok' });
    expect(await (await get('/readyz')).json()).toEqual({ status: 'ready' });
  });

  it('is not ready before its migrations', async () => {
    const empty = connect(await freshDatabaseUrl('sqlite'));
    const early = await openDoors(empty, portal);
    expect((await fetch(`${early.url}/readyz`)).status).toBe(503);
    expect((await fetch(`${early.url}/healthz`)).status).toBe(200);
    await early.stop();
    await empty.destroy();
  });

  it('shows figures to this machine or to who has the token, not through a proxy', async () => {
    expect(await (await get('/metrics')).text()).toContain('hours_http_answers_total');
    expect((await get('/metrics', { 'X-Forwarded-For': '203.0.113.5' })).status).toBe(404);
    expect((await get('/metrics', { Authorization: 'Bearer wrong' })).status).toBe(404);
    const withToken = { Authorization: `Bearer ${'m'.repeat(20)}`, 'X-Forwarded-For': '203.0.113.5' };
    expect((await get('/metrics', withToken)).status).toBe(200);
  });

  it('ends a request in work before it stops, and takes no new ones', async () => {
    const own = await openDoors(db, portal);
    const { hostname, port } = new URL(own.url);
    const answer = new Promise<string>((resolve) => {
      const socket = connectSocket(Number(port), hostname, () =>
        socket.write('GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'),
      );
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk.toString();
      });
      socket.on('close', () => resolve(text));
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    await own.stop();
    expect(await answer).toContain('200 OK');
    await expect(fetch(`${own.url}/healthz`)).rejects.toThrow();
  });
});
