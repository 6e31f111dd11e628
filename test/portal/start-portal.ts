import type { RequestListener, Server } from 'node:http';
import { createAppState } from './app/app-state.js';
import { createControl, type Control } from './control/control.js';
import { createEventQueue, stopQueue } from './events/queue.js';
import { closeServer, listen, portalListener, type PageHandler } from './http/portal-server.js';
import { startAuthServer, type AuthServer } from './oauth/auth-server.js';
import { portalPage } from './page/index.js';
import { createLimitState } from './rest/limits.js';
import { demoSeed } from './seed/demo-seed.js';
import { emptySeed } from './seed/empty-seed.js';
import { createClock } from './world/clock.js';
import { createData } from './world/data.js';
import { createRandom } from './world/random.js';
import { resolveSettings, type Settings, type SettingsInput } from './world/settings.js';
import { createStats } from './world/stats.js';
import { originOf, type World } from './world/world.js';

export type PortalOptions = SettingsInput & {
  /** Start of the clock (epoch ms or ISO); absent = now. */
  now?: number | string;
  clockMode?: 'real' | 'manual';
  /** Share one auth server between several portals; absent = each has its own. */
  authServer?: AuthServer;
  /** Pages of the portal's own site, made for this portal; absent = those of `page/`. */
  page?: (portal: Portal) => PageHandler;
};

export interface Portal {
  /** Origin, e.g. `http://127.0.0.1:41001`; changes with a rename. */
  readonly url: string;
  /** Origin of the auth server. */
  readonly authUrl: string;
  /** Host with port, as `DOMAIN` says it. */
  readonly domain: string;
  readonly memberId: string;
  readonly auth: AuthServer;
  readonly control: Control;
  /** The whole state, for the portal's page and for white-box checks. */
  readonly world: World;
  stop(): Promise<void>;
}

let startedCount = 0;

function createWorld(settings: Settings, options: PortalOptions, authUrl: string): World {
  const startAt = options.now === undefined ? undefined : new Date(options.now).getTime();
  return {
    settings,
    clock: createClock(startAt, options.clockMode),
    random: createRandom(`${settings.seed}|faults`),
    data: createData(),
    app: createAppState(),
    queue: createEventQueue(),
    faults: [],
    limits: createLimitState(),
    idempotency: new Map(),
    stats: createStats(),
    address: { domain: '', authOrigin: authUrl, oldDomains: new Set() },
    deleted: false,
    restClosed: false,
    latencyMs: 0,
    directory: null,
    inFlight: { requests: 0, lateWrites: 0 },
  };
}

/** Starts a simulated portal on loopback. Several may run in one process; each has its own member_id. */
export async function startPortal(options: PortalOptions = {}): Promise<Portal> {
  startedCount += 1;
  const memberId =
    options.memberId ?? createRandom(`${options.seed ?? 'demo'}|member|${startedCount}`).hex(32);
  const { now, clockMode, authServer, page = portalPage, ...input } = options;
  const settings = resolveSettings(input, memberId);
  const auth = authServer ?? (await startAuthServer(settings.authPort, settings.host));
  const world = createWorld(
    settings,
    { ...options, ...(now === undefined ? {} : { now }), ...(clockMode ? { clockMode } : {}) },
    auth.url,
  );
  auth.worlds.add(world);
  (settings.empty ? emptySeed : demoSeed)(world);
  world.queue = createEventQueue(); // what the seed did happened before anybody looked
  return openPortal(world, auth, authServer === undefined, page);
}

async function openPortal(
  world: World,
  auth: AuthServer,
  ownsAuth: boolean,
  page: NonNullable<PortalOptions['page']>,
): Promise<Portal> {
  const { settings } = world;
  const servers: Server[] = [];
  let listener: RequestListener = () => undefined;
  const openDoor = async (port: number): Promise<string> => {
    const door = await listen((request, response) => listener(request, response), settings.host, port);
    servers.push(door.server);
    return `${settings.host}:${door.port}`;
  };
  const control = createControl(world, { openAnother: () => openDoor(0), auth });
  const portal: Portal = {
    get url() {
      return originOf(world);
    },
    get domain() {
      return world.address.domain;
    },
    authUrl: auth.url,
    memberId: settings.memberId,
    auth,
    control,
    world,
    stop: async () => {
      stopQueue(world);
      auth.worlds.delete(world);
      await Promise.all(servers.map(closeServer));
      if (ownsAuth) await auth.stop();
    },
  };
  listener = portalListener(world, control, page(portal));
  world.address.domain = await openDoor(settings.port);
  return portal;
}
