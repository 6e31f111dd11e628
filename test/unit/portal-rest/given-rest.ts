import { Writable } from 'node:stream';
import { type Config, loadConfig } from '../../../config/index.js';
import { type Clock, systemClock } from '../../../server/base/clock.js';
import type { Db } from '../../../server/base/db/index.js';
import type { Ground } from '../../../server/base/ground.js';
import { createLog } from '../../../server/base/log.js';
import { createInstalls, type Installs, verifyAndStore } from '../../../server/portal/installs/index.js';
import { createPortalRest, portalClock, type PortalRest } from '../../../server/portal/rest/index.js';
import { type OpenedApp, type Portal, type PortalOptions, startPortal } from '../../portal/index.js';

/** The app's lower floors over a real database and a simulated portal, with everything that was logged. */
export interface GivenRest {
  portal: Portal;
  ground: Ground;
  installs: Installs;
  rest: PortalRest;
  logged: () => string;
  /** Ends everything but the database. */
  stop: () => Promise<void>;
}

export interface GivenOptions {
  portal?: PortalOptions;
  env?: Record<string, string>;
  /** The app's clock is the portal's. */
  followClock?: boolean;
}

export const testKey = `k1:${Buffer.alloc(32, 7).toString('base64')}`;

export function configFor(portal: Portal, env: Record<string, string> = {}): Config {
  const { clientId, clientSecret } = portal.world.settings.app;
  return loadConfig({
    PUBLIC_URL: 'http://127.0.0.1:9',
    B24_CLIENT_ID: clientId,
    B24_CLIENT_SECRET: clientSecret,
    AUTH_HOSTS: portal.authUrl,
    TOKEN_KEYS: testKey,
    INSECURE_LOOPBACK: '1',
    LOG_LEVEL: 'trace',
    ...env,
  });
}

export function groundFor(
  db: Db,
  config: Config,
  clock: Clock = systemClock,
): { ground: Ground; logged: () => string } {
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString('utf8'));
      done();
    },
  });
  const ground = { db, clock, log: createLog(config.logLevel, sink), config };
  return { ground, logged: () => lines.join('') };
}

export async function givenRest(db: Db, options: GivenOptions = {}): Promise<GivenRest> {
  const portal = await startPortal({ empty: true, ...options.portal });
  portal.control.registerApp({
    handlerUrl: 'http://127.0.0.1:9/app',
    installerUrl: 'http://127.0.0.1:9/install',
  });
  const followed = options.followClock === true ? portalClock(portal.url) : null;
  const { ground, logged } = groundFor(db, configFor(portal, options.env), followed ?? systemClock);
  const installs = createInstalls(ground);
  const rest = createPortalRest(ground, installs);
  const stop = async (): Promise<void> => {
    followed?.stop();
    await rest.flush();
    await portal.stop();
  };
  return { portal, ground, installs, rest, logged, stop };
}

/** Installs the app for the administrator through the real flow, and finishes it. */
export async function givenInstalled(db: Db, options: GivenOptions = {}): Promise<GivenRest> {
  const given = await givenRest(db, options);
  const page = given.portal.control.installApp({ userId: 1, installEvent: 'never' });
  given.portal.control.installFinish({ userId: 1 });
  await verifyAndStore(given.ground, given.rest, claimOf(page));
  given.portal.control.resetStats();
  return given;
}

/** What the installer page posts, as the app reads it. */
export function claimOf(page: OpenedApp): Parameters<typeof verifyAndStore>[2] {
  const { fields } = page;
  return {
    memberId: fields['member_id'],
    refreshToken: fields['REFRESH_ID'] ?? '',
    serverEndpoint: fields['SERVER_ENDPOINT'],
    applicationToken: fields['APPLICATION_TOKEN'],
    language: 'ru',
  };
}
