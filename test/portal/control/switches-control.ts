import { addFault, type Fault, type FaultInput } from '../faults/fault.js';
import { flushQueue, isQueueEmpty, queueIdle, releaseQueue, type DeliveryRecord } from '../events/queue.js';
import type { AuthFaults, AuthServer } from '../oauth/auth-server.js';
import type { ClockChange, ClockReading } from '../world/clock.js';
import type { EventSettings, LimitSettings } from '../world/settings.js';
import { createStats, type Stats } from '../world/stats.js';
import type { World } from '../world/world.js';
import { createLimitState } from '../rest/limits.js';
import { userBy } from './find.js';

/** What the control API needs from outside the world: further doors of the portal, and the auth server. */
export interface Doors {
  openAnother: () => Promise<string>;
  auth: AuthServer;
}

export interface StatsReading extends Stats {
  events: World['queue']['counts'];
  bucketLevel: number;
}

/** Clock, faults, limits, queue and everything else that can be switched. */
export function switchesControl(world: World, doors: Doors) {
  const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  return {
    clock: (): ClockReading => world.clock.read(),
    setClock: (change: ClockChange): ClockReading => world.clock.change(change),
    addFault: (fault: FaultInput): Fault => addFault(world, fault),
    faults: (): Fault[] => [...world.faults],
    /** One fault by id, or all. */
    clearFaults: ({ id }: { id?: number } = {}): void => {
      world.faults = id === undefined ? [] : world.faults.filter((fault) => fault.id !== id);
    },
    setEvents: (changes: Partial<EventSettings>): EventSettings => {
      Object.assign(world.settings.events, changes);
      if (!world.settings.events.hold) releaseQueue(world);
      return world.settings.events;
    },
    setLimits: (changes: Partial<LimitSettings>): LimitSettings =>
      Object.assign(world.settings.limits, changes),
    /** Empties the bucket and the operating windows. */
    resetLimits: (): void => {
      world.limits = createLimitState();
    },
    /** Real ms every call waits before it runs. */
    setLatency: ({ ms }: { ms: number }): void => {
      world.latencyMs = ms;
    },
    setRequestLimit: ({ ms }: { ms: number }): void => {
      world.settings.requestLimitMs = ms;
    },
    /** Faults of the auth server, for every portal it serves. */
    setAuthFaults: (changes: Partial<AuthFaults>): AuthFaults => {
      const { outage, loseNext, latencyMs } = Object.assign(doors.auth, changes);
      return { outage, loseNext, latencyMs };
    },
    setCard: ({ card }: { card: 'old' | 'new' }): void => {
      world.settings.card = card;
    },
    setAdmin: ({ userId, admin }: { userId: number; admin: boolean }): void => {
      userBy(world, userId).admin = admin;
    },
    setFeature: ({ code, value }: { code: string; value: 'Y' | 'N' }): void => {
      world.settings.features[code] = value;
    },
    /** The old host answers 302 from now on. Without `host` a new port is opened. */
    renamePortal: async ({ host }: { host?: string } = {}): Promise<{ domain: string }> => {
      const domain = host ?? (await doors.openAnother());
      world.address.oldDomains.add(world.address.domain);
      world.address.oldDomains.delete(domain);
      world.address.domain = domain;
      return { domain };
    },
    deletePortal: ({ deleted = true }: { deleted?: boolean } = {}): void => {
      world.deleted = deleted;
    },
    /** REST closed as on a free plan (403 ACCESS_DENIED). */
    closeRest: ({ closed = true }: { closed?: boolean } = {}): void => {
      world.restClosed = closed;
    },
    /** Delivers everything pending now and resolves when it was delivered, including what handlers caused meanwhile. */
    flushEvents: async (): Promise<World['queue']['counts']> => {
      await flushQueue(world);
      return world.queue.counts;
    },
    /** Resolves when no event is pending, no request under way, no late write outstanding. */
    idle: async (): Promise<{ idle: true }> => {
      while (!isQueueEmpty(world) || world.inFlight.requests > 0 || world.inFlight.lateWrites > 0) {
        await queueIdle(world);
        await sleep(5);
      }
      return { idle: true };
    },
    deliveries: (): DeliveryRecord[] => world.queue.records,
    stats: (): StatsReading => ({
      ...world.stats,
      events: world.queue.counts,
      bucketLevel: world.limits.level,
    }),
    resetStats: (): void => {
      world.stats = createStats();
      for (const key of Object.keys(world.queue.counts) as (keyof World['queue']['counts'])[])
        world.queue.counts[key] = 0;
      world.queue.records.length = 0;
    },
  };
}
