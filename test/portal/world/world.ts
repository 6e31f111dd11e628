import type { Clock } from './clock.js';
import type { PortalData } from './data.js';
import type { Random } from './random.js';
import type { Settings } from './settings.js';
import type { AppState } from '../app/app-state.js';
import type { EventQueue } from '../events/queue.js';
import type { Fault } from '../faults/fault.js';
import type { LimitState } from '../rest/limits.js';
import type { IdempotencyStore } from '../rest/idempotency.js';
import type { Stats } from './stats.js';
import type { Directory } from '../seed/directory.js';

/** Where the portal is reached now and was reached before a rename. */
export interface Address {
  /** Host with port, no scheme: the `DOMAIN` of the platform. */
  domain: string;
  authOrigin: string;
  /** Hosts that answer 302 to `domain`. */
  oldDomains: Set<string>;
}

/** One simulated portal, whole. Every room of this folder works on it. */
export interface World {
  settings: Settings;
  clock: Clock;
  /** Faults, event losses and charges draw from here, people's data from seeds of their own. */
  random: Random;
  data: PortalData;
  app: AppState;
  queue: EventQueue;
  faults: Fault[];
  limits: LimitState;
  idempotency: IdempotencyStore;
  stats: Stats;
  address: Address;
  /** `true`: REST answers PORTAL_DELETED. */
  deleted: boolean;
  /** Free plan: REST answers 403 ACCESS_DENIED. */
  restClosed: boolean;
  latencyMs: number;
  /** Who is who after a demo seed; null on an empty portal. */
  directory: Directory | null;
  /** Requests and late writes not finished yet. */
  inFlight: { requests: number; lateWrites: number };
}

export function originOf(world: World): string {
  return `http://${world.address.domain}`;
}
