import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type Portal, startPortal } from '../../portal/index.js';
import { appProcess, sleep, type AppProcess } from './app-process.js';

/** The platform's 60 s and our 75 s, scaled down together. */
const REQUEST_LIMIT_MS = 1_000;
const SETTLE_MS = 1_500;

/** One portal with the app installed in it, the app being a process that is killed again and again. */
export interface Lane {
  portal: Portal;
  app: AppProcess;
  /** Rows of the app's own database, read from outside while it runs or is dead. */
  query: <Row>(sql: string, ...values: (string | number)[]) => Row[];
  /** One call of the widget API as the administrator; null while the app cannot answer. */
  api: (
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
  ) => Promise<{ status: number; body: unknown } | null>;
  close: () => Promise<void>;
}

export interface LaneOptions {
  seed: string;
  card: 'old' | 'new';
  /** What is started: the app, or a mutant of it. */
  main?: string;
}

export async function openLane({ seed, card, main }: LaneOptions): Promise<Lane> {
  const folder = mkdtempSync(join(tmpdir(), 'support-hours-crash-'));
  const portal = await startPortal({
    seed,
    card,
    empty: true,
    requestLimitMs: REQUEST_LIMIT_MS,
    limits: { enabled: false },
  });
  const file = join(folder, 'app.sqlite');
  const { clientId, clientSecret, code } = portal.world.settings.app;
  const env = {
    ...{ DATABASE_URL: file, B24_CLIENT_ID: clientId, B24_CLIENT_SECRET: clientSecret, APP_CODE: code },
    ...{
      AUTH_HOSTS: portal.authUrl,
      INSECURE_LOOPBACK: '1',
      CLOCK: 'portal',
      CLOCK_URL: portal.url,
      LOG_LEVEL: 'fatal',
    },
    ...{
      POST_SETTLE_MS: String(SETTLE_MS),
      REST_TIME_LIMIT_MS: String(REQUEST_LIMIT_MS + 100),
      POLL_EVERY_MS: '500',
    },
    ...{ REST_PER_SECOND: '1000', REST_BURST: '1000' },
  };
  const app = await appProcess(env, main);
  await app.start();
  await install(portal, app.url);
  const api = administrator(portal, app.url);
  const query = <Row>(sql: string, ...values: (string | number)[]): Row[] => {
    const database = new Database(file, { readonly: true, timeout: 15_000 });
    try {
      return database.prepare<(string | number)[], Row>(sql).all(...values);
    } finally {
      database.close();
    }
  };
  const close = async (): Promise<void> => {
    await app.kill();
    await portal.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  await until(
    'the first mirror',
    () => query(`select 1 from cursors where name = 'first-mirror'`).length > 0,
  );
  return { portal, app, query, api, close };
}

async function install(portal: Portal, url: string): Promise<void> {
  const { control } = portal;
  control.registerApp({
    handlerUrl: `${url}/app`,
    installerUrl: `${url}/install`,
    eventUrl: `${url}/events`,
  });
  const page = control.installApp({ userId: 1 });
  await fetch(page.url, { method: 'POST', body: new URLSearchParams(page.fields), redirect: 'manual' });
  control.installFinish({ userId: 1 });
  await control.flushEvents();
}

/** Signs in anew whenever the session is refused, as the page does. */
function administrator(portal: Portal, url: string): Lane['api'] {
  let token = '';
  async function signIn(): Promise<void> {
    const opened = portal.control.openApp({ userId: 1 });
    const body = JSON.stringify({ memberId: portal.memberId, accessToken: opened.fields['AUTH_ID'] });
    const response = await fetch(`${url}/api/v1/session`, { method: 'POST', headers: json, body });
    token = response.ok ? ((await response.json()) as { token: string }).token : '';
  }
  async function ask(method: string, path: string, body: unknown): Promise<Response> {
    const init = { method, headers: { ...json, Authorization: `Bearer ${token}` } };
    return fetch(`${url}/api/v1${path}`, body === undefined ? init : { ...init, body: JSON.stringify(body) });
  }
  return async (method, path, body) => {
    try {
      let response = await ask(method, path, body);
      if (response.status === 401) {
        await signIn();
        response = await ask(method, path, body);
      }
      return { status: response.status, body: (await response.json()) as unknown };
    } catch {
      return null;
    }
  };
}
const json = { 'Content-Type': 'application/json' };

/** Waits until something holds; throws with its name when it does not within the time. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMs = 60_000,
): Promise<void> {
  for (const givenUpAt = Date.now() + withinMs; Date.now() < givenUpAt; await sleep(50)) {
    if (await holds()) return;
  }
  throw new Error(`It never came to this: ${what}`);
}
