import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../config/index.js';
import { type App, createApp } from '../../server/app.js';
import { migratedSqlite } from '../harness/migrated-sqlite.js';
import { freePort } from './free-port.js';
import { type Portal, type PortalOptions, startPortal } from '../portal/index.js';

export interface WorldOptions {
  portal?: PortalOptions;
  /** Default: a SQLite file of its own. */
  databaseUrl?: string;
  env?: Record<string, string>;
}

/** The whole app in this process and a simulated portal beside it, talking over HTTP. */
export interface GivenWorld {
  portal: Portal;
  app: App;
  appUrl: string;
  env: Record<string, string>;
  /** Installs as an administrator would: installer page, finish, first open. */
  install: () => Promise<void>;
  /** Ends the app and starts it anew on the same database. */
  restart: () => Promise<void>;
  stop: () => Promise<void>;
}

const CLIENT = { clientId: 'app.0123456789abcd.01234567', clientSecret: 'simulated-secret-0123456789abcdef' };

export async function startWorld(options: WorldOptions = {}): Promise<GivenWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'support-hours-'));
  const port = await freePort();
  const appUrl = `http://127.0.0.1:${port}`;
  const app = {
    ...CLIENT,
    handlerUrl: `${appUrl}/app`,
    installerUrl: `${appUrl}/install`,
    eventUrl: `${appUrl}/events`,
  };
  const portal = await startPortal({ ...options.portal, app: { ...app, ...options.portal?.app } });
  const env = {
    ...envFor(portal, { port, appUrl }),
    DATABASE_URL: options.databaseUrl ?? (await migratedSqlite(join(folder, 'hours.sqlite'))),
    ...options.env,
  };
  const running = { app: await createApp(loadConfig(env)) };
  await running.app.listen();
  return {
    portal,
    get app() {
      return running.app;
    },
    appUrl,
    env,
    install: () => installInto(portal, running.app, appUrl),
    restart: async () => {
      await running.app.stop();
      running.app = await createApp(loadConfig(env));
      await running.app.listen();
    },
    stop: async () => {
      await running.app.stop();
      await portal.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The environment of an app that belongs to a simulated portal. */
export function envFor(portal: Portal, at: { port: number; appUrl: string }): Record<string, string> {
  return {
    PORT: String(at.port),
    PUBLIC_URL: at.appUrl,
    B24_CLIENT_ID: CLIENT.clientId,
    B24_CLIENT_SECRET: CLIENT.clientSecret,
    AUTH_HOSTS: portal.authUrl,
    INSECURE_LOOPBACK: '1',
    CLOCK: 'portal',
    CLOCK_URL: portal.url,
    TOKEN_KEYS: `t1:${Buffer.alloc(32, 7).toString('base64')}`,
    SESSION_SECRET: 'a-session-secret-for-tests-0123456789',
    LOG_LEVEL: 'silent',
  };
}

export const APP_KEYS = CLIENT;

/** Installs as an administrator would: installer page posted into the frame, installFinish, first open. */
export async function installInto(portal: Portal, app: App, appUrl: string): Promise<void> {
  const page = portal.control.installApp({ userId: 1, installEvent: 'never' });
  const answer = await fetch(page.url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(page.fields).toString(),
  });
  if (answer.status >= 400)
    throw new Error(`The installer page answered ${answer.status}: ${await answer.text()}`);
  portal.control.installFinish({ userId: 1 });
  await openSession(portal, appUrl, 1);
  await app.settle();
}

/** Opens the app's main page as a portal user does and returns the widget API under that user's session. */
export async function openSession(portal: Portal, appUrl: string, userId: number): Promise<Api> {
  const opened = portal.control.openApp({ userId });
  const accessToken = opened.fields['AUTH_ID'] ?? '';
  const request = { memberId: portal.memberId, accessToken };
  const answer = await fetch(`${appUrl}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  });
  const session = (await answer.json()) as { token: string; role: string };
  if (answer.status >= 400) throw new Error(`No session: ${answer.status} ${JSON.stringify(session)}`);
  return apiOf(appUrl, session);
}

export interface Api {
  role: string;
  token: string;
  get: (path: string) => Promise<{ status: number; body: unknown }>;
  send: (method: 'POST' | 'PUT', path: string, body: unknown) => Promise<{ status: number; body: unknown }>;
}

function apiOf(appUrl: string, session: { token: string; role: string }): Api {
  async function ask(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: unknown }> {
    const answer = await fetch(`${appUrl}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${session.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
  }
  return {
    role: session.role,
    token: session.token,
    get: (path) => ask('GET', path),
    send: (method, path, body) => ask(method, path, body),
  };
}
