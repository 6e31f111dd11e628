import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Router } from 'express';
import { loadConfig } from '../../config/index.js';
import { systemClock } from '../../server/base/clock.js';
import type { Db } from '../../server/base/db/index.js';
import type { Ground } from '../../server/base/ground.js';
import { createLog } from '../../server/base/log.js';
import { createHttpServer, stopHttpServer } from '../../server/http/index.js';
import { createGroupCommit } from '../../server/portal/inbox/index.js';
import { createInstalls } from '../../server/portal/installs/index.js';
import { createPortalRest } from '../../server/portal/rest/index.js';
import type { OpenedApp, Portal } from '../portal/index.js';
import { openSilentLog } from './silent-log.js';

export interface Doors {
  url: string;
  ground: Ground;
  /** Every line the app logged so far. */
  logged: () => string;
  stop: () => Promise<void>;
}

/** The app's doors on a real server and database, in front of the simulated portals of one auth server. */
export async function openDoors(
  db: Db,
  portal: Portal,
  options: { env?: Record<string, string>; routers?: (ground: Ground) => Router[] } = {},
): Promise<Doors> {
  const { clientId, clientSecret, code } = portal.world.settings.app;
  const config = loadConfig({
    PUBLIC_URL: 'http://127.0.0.1:1',
    DATABASE_URL: join(mkdtempSync(join(tmpdir(), 'support-hours-doors-')), 'unused.sqlite'),
    B24_CLIENT_ID: clientId,
    B24_CLIENT_SECRET: clientSecret,
    APP_CODE: code,
    AUTH_HOSTS: portal.authUrl,
    INSECURE_LOOPBACK: '1',
    ...options.env,
  });
  const sink = openSilentLog();
  const ground: Ground = { db, clock: systemClock, log: createLog('trace', sink.destination), config };
  const installs = createInstalls(ground);
  const server = createHttpServer(ground, {
    routers: options.routers?.(ground) ?? [],
    installs,
    rest: createPortalRest(ground, installs),
    groupCommit: createGroupCommit(ground),
    widgetDir: givenWidget(),
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  config.publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url: config.publicUrl, ground, logged: sink.text, stop: () => stopHttpServer(server, 500) };
}

function givenWidget(): string {
  const folder = mkdtempSync(join(tmpdir(), 'support-hours-widget-'));
  mkdirSync(join(folder, 'assets'));
  writeFileSync(join(folder, 'assets', 'main-1a2b.js'), 'export {};\n');
  writeFileSync(
    join(folder, 'index.html'),
    '<!doctype html><html><head><!--bootstrap--></head><body><script type="module" src="./assets/main-1a2b.js"></script></body></html>',
  );
  return folder;
}

/** The portal's app card points at these doors. */
export function register(portal: Portal, doors: Doors): void {
  portal.control.registerApp({
    handlerUrl: `${doors.url}/app`,
    installerUrl: `${doors.url}/install`,
    eventUrl: `${doors.url}/events`,
  });
}

/** Posts the form as the portal's page does into the frame. */
export function postForm(url: string, fields: Record<string, string>): Promise<Response> {
  return fetch(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
}

/** Installs the app the real way, up to installFinish. */
export async function install(portal: Portal, doors: Doors, userId = 1): Promise<OpenedApp> {
  register(portal, doors);
  const opened = portal.control.installApp({ userId, installEvent: 'never' });
  const page = await postForm(opened.url, opened.fields);
  if (page.status !== 200) throw new Error(`The installer answered ${page.status}: ${await page.text()}`);
  portal.control.installFinish({ userId });
  return opened;
}

export function postSession(doors: Doors, memberId: string, accessToken: string): Promise<Response> {
  return fetch(`${doors.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ memberId, accessToken }),
  });
}

/** A session as a person gets it by opening the app in the portal. */
export async function signIn(doors: Doors, portal: Portal, userId: number): Promise<string> {
  const opened = portal.control.openApp({ userId });
  const response = await postSession(doors, portal.memberId, opened.fields['AUTH_ID'] ?? '');
  const body = (await response.json()) as { token?: string };
  if (!body.token) throw new Error(`No session: ${response.status} ${JSON.stringify(body)}`);
  return body.token;
}
