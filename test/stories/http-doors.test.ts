import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Db } from '../../server/base/db/index.js';
import { describeEachDatabase } from '../harness/databases.js';
import {
  type Doors,
  install,
  openDoors,
  postForm,
  postSession,
  register,
  signIn,
} from '../given/given-doors.js';
import { type Portal, startPortal } from '../portal/index.js';

describeEachDatabase('the doors', (given) => {
  let db: Db;
  let portal: Portal;
  let doors: Doors;
  const inbox = () => db.selectFrom('inbox').select(['subject', 'subject_id', 'names', 'payload']).execute();
  const portalRow = () =>
    db.selectFrom('portals').selectAll().where('portal_id', '=', portal.memberId).executeTakeFirst();
  const emptyInbox = () => db.deleteFrom('inbox').execute();

  beforeAll(async () => {
    db = await given.freshDatabase();
    portal = await startPortal({ seed: `doors ${given.dialect}`, empty: true });
    doors = await openDoors(db, portal);
  });
  afterAll(async () => {
    await doors.stop();
    await portal.stop();
  });

  it('refuses a page and an event of a portal it does not know, and tells nothing', async () => {
    register(portal, doors);
    const page = await postForm(`${doors.url}/app`, { member_id: portal.memberId });
    expect(page.status).toBe(403);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'none'");
    const event = await postForm(`${doors.url}/events`, {
      event: 'ONTASKADD',
      'data[FIELDS_AFTER][ID]': '1',
      'auth[member_id]': portal.memberId,
      'auth[application_token]': 'x',
    });
    expect([event.status, await event.text()]).toEqual([403, '']);
    expect(await inbox()).toEqual([]);
  });

  it('refuses a forged install before anything leaves to the address it names', async () => {
    const forged = await postForm(`${doors.url}/install?DOMAIN=evil.example&LANG=ru`, {
      member_id: portal.memberId,
      AUTH_ID: 'x',
      REFRESH_ID: 'y',
      SERVER_ENDPOINT: 'https://evil.example/rest/',
    });
    expect(forged.status).toBe(403);
    expect(await forged.text()).toContain('AUTH_HOST_REFUSED');
    const wrongToken = await postForm(`${doors.url}/install`, {
      member_id: portal.memberId,
      REFRESH_ID: 'never issued',
    });
    expect(wrongToken.status).toBe(403);
    expect(await portalRow()).toBeUndefined();
  });

  it('installs: verifies, binds, shows a page that only this portal may frame and that holds no token', async () => {
    const opened = portal.control.installApp({ userId: 1, installEvent: 'never' });
    const page = await postForm(opened.url, opened.fields);
    const html = await page.text();
    expect(page.status).toBe(200);
    expect(await portalRow()).toMatchObject({ state: 'installing' });
    expect(page.headers.get('content-security-policy')).toContain(`frame-ancestors ${portal.url}`);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(page.headers.get('content-security-policy')).not.toMatch(
      /unsafe-eval|script-src[^;]*unsafe-inline/,
    );
    expect(page.headers.get('x-frame-options')).toBeNull();
    expect(bootstrapIn(html)).toEqual({
      page: 'install',
      placement: 'DEFAULT',
      placementOptions: {},
      language: 'ru',
      memberId: portal.memberId,
    });
    for (const secret of ['AUTH_ID', 'REFRESH_ID', 'APPLICATION_TOKEN']) {
      expect(html).not.toContain(opened.fields[secret]);
      expect(doors.logged()).not.toContain(opened.fields[secret]);
    }
    expect(portal.control.app().bindings.map((row) => row.event)).toContain('ONTASKUPDATE');
    expect(portal.control.app().placements.map((row) => row.placement)).toContain('LEFT_MENU');
  });

  it('opens a session for the installing administrator, and notices when the install is finished', async () => {
    const installer = portal.control.openApp({ userId: 1 });
    const before = await postSession(doors, portal.memberId, installer.fields['AUTH_ID'] ?? '');
    expect(await before.json()).toMatchObject({
      role: 'administrator',
      userId: 1,
      portal: { state: 'installing' },
    });
    portal.control.installFinish({ userId: 1 });
    const opened = portal.control.openApp({ userId: 1 });
    const after = await postSession(doors, portal.memberId, opened.fields['AUTH_ID'] ?? '');
    expect(await after.json()).toMatchObject({
      role: 'administrator',
      portal: { state: 'installed', language: 'ru', host: portal.domain },
    });
    expect(await portalRow()).toMatchObject({ state: 'installed' });
    expect(await inbox()).toMatchObject([
      { subject: 'portal', subject_id: 'install', names: '["INSTALLED"]' },
    ]);
  });

  it('shows the app page at a placement with its options', async () => {
    const group = portal.control.createGroup({ name: 'Магазин' });
    const opened = portal.control.openApp({
      userId: 1,
      placement: 'SONET_GROUP_DETAIL_TAB',
      placementOptions: { GROUP_ID: String(group.id), note: '</script><script>alert(1)</script>' },
    });
    const page = await postForm(opened.url, opened.fields);
    const html = await page.text();
    expect(page.status).toBe(200);
    expect(html).not.toContain('<script>alert');
    expect(bootstrapIn(html)).toMatchObject({
      page: 'app',
      placement: 'SONET_GROUP_DETAIL_TAB',
      placementOptions: { GROUP_ID: String(group.id) },
    });
    const reloaded = await fetch(`${doors.url}/app?DOMAIN=${portal.domain}&PROTOCOL=0`);
    expect(reloaded.headers.get('content-security-policy')).toContain(`frame-ancestors ${portal.url}`);
    const asset = await fetch(`${doors.url}/assets/main-1a2b.js`);
    expect(asset.headers.get('cache-control')).toContain('immutable');
  });

  it('stores what the portal tells and answers after that', async () => {
    await portal.control.flushEvents();
    await emptyInbox();
    const group = portal.control.createGroup({ name: 'B2B' });
    const task = portal.control.createTask({ title: 'Парсинг прайса', groupId: group.id });
    portal.control.updateTask({ id: task.id, title: 'Парсинг прайсов' });
    portal.control.addComment({ taskId: task.id, userId: 1, text: 'Сделал' });
    await portal.control.flushEvents();
    const rows = await inbox();
    expect(rows).toContainEqual(expect.objectContaining({ subject: 'group', subject_id: String(group.id) }));
    const taskRow = rows.find((row) => row.subject === 'task' && row.subject_id === String(task.id));
    expect(JSON.parse(taskRow?.names ?? '[]')).toEqual(['ONTASKADD', 'ONTASKUPDATE']);
    const comment = rows.find((row) => row.subject === 'comment');
    expect([comment?.subject_id, Object.keys(JSON.parse(comment?.payload ?? '{}'))]).toEqual([
      String(task.id),
      ['messageId'],
    ]);
    portal.control.deleteTask({ id: task.id });
    await portal.control.flushEvents();
    const deleted = (await inbox()).find((row) => row.subject === 'task');
    expect(JSON.parse(deleted?.names ?? '[]')).toContain('ONTASKDELETE');
    expect(portal.control.deliveries().every((delivery) => delivery.outcome === 'delivered')).toBe(true);
  });

  it('takes a new application_token only after the update that brings it was verified', async () => {
    const old = portal.control.app().applicationToken;
    portal.control.updateApp({ version: 2, newApplicationToken: true });
    await portal.control.flushEvents();
    const fresh = portal.control.app().applicationToken;
    expect(fresh).not.toBe(old);
    expect((await postForm(`${doors.url}/events`, eventFields({ token: fresh }))).status).toBe(200);
    const forged = {
      ...eventFields({ token: 'forged' }),
      event: 'ONAPPUPDATE',
      'auth[refresh_token]': 'forged',
    };
    expect((await postForm(`${doors.url}/events`, forged)).status).toBe(403);
    expect((await postForm(`${doors.url}/events`, eventFields({ token: fresh }))).status).toBe(200);
  });

  it('lets nobody uninstall without the token, and stops everything with it', async () => {
    const token = await signIn(doors, portal, 1);
    const forged = { ...eventFields({ token: 'forged' }), event: 'ONAPPUNINSTALL', 'data[CLEAN]': '1' };
    expect((await postForm(`${doors.url}/events`, forged)).status).toBe(403);
    expect(await portalRow()).toMatchObject({ state: 'installed' });
    const applicationToken = portal.control.app().applicationToken;
    portal.control.uninstallApp({ clean: false });
    await portal.control.flushEvents();
    expect(await portalRow()).toMatchObject({ state: 'uninstalled' });
    const late = await postForm(`${doors.url}/events`, eventFields({ token: applicationToken }));
    expect(late.status).toBe(403);
    const asked = await fetch(`${doors.url}/api/v1/portal/health`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    expect(asked.status).toBe(401);
  });

  it('erases what it knew when asked to', async () => {
    await install(portal, doors);
    expect(await portalRow()).toMatchObject({ portal_id: portal.memberId });
    portal.control.uninstallApp({ clean: true });
    await portal.control.flushEvents();
    expect(await portalRow()).toBeUndefined();
    expect(await inbox()).toEqual([]);
  });

  function eventFields({ token }: { token: string }): Record<string, string> {
    return {
      event: 'ONTASKUPDATE',
      'data[FIELDS_AFTER][ID]': '7',
      'auth[member_id]': portal.memberId,
      'auth[application_token]': token,
      'auth[server_endpoint]': `${portal.authUrl}/rest/`,
    };
  }
});

function bootstrapIn(html: string): unknown {
  const json = /<script id="bootstrap" type="application\/json">(.*?)<\/script>/s.exec(html)?.[1];
  return JSON.parse(json ?? 'null');
}
