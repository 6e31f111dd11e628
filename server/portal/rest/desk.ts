import type { Ground } from '../../base/ground.js';
import { type Bucket, createBucket } from './bucket.js';
import { createJournal, type Journal } from './journal.js';
import { createOperating, type Operating } from './operating.js';
import { createPace } from './pace.js';
import type { RestAuthority } from './types.js';

/** What is known about one portal's limits, for as long as this process runs. */
export interface PortalDesk {
  bucket: Bucket;
  operating: Operating;
  counts: Map<string, number>;
  /** When a refresh was last made only to confirm a redirect, `performance.now()`. */
  movedAskedAt: number;
}

/** Everything the REST client keeps between calls. */
export interface Desk {
  ground: Ground;
  authority: RestAuthority;
  journal: Journal;
  portal: (portalId: string) => PortalDesk;
}

const ENTERPRISE = { perSecond: 5, burst: 250 };

export function createDesk(ground: Ground, authority: RestAuthority): Desk {
  const portals = new Map<string, PortalDesk>();
  const pace = createPace(ground.clock);
  const { restPerSecond, restBurst } = ground.config;
  return {
    ground,
    authority,
    journal: createJournal(ground),
    portal: (portalId) => {
      const known = portals.get(portalId);
      if (known) return known;
      const fresh: PortalDesk = {
        bucket: createBucket({ perSecond: restPerSecond, burst: restBurst }, pace),
        operating: createOperating(ground.clock),
        counts: new Map(),
        movedAskedAt: Number.NEGATIVE_INFINITY,
      };
      portals.set(portalId, fresh);
      return fresh;
    },
  };
}

export function countCall(portal: PortalDesk, name: string): void {
  portal.counts.set(name, (portal.counts.get(name) ?? 0) + 1);
}

/** `app.info` names the plan: Enterprise portals take more (limits.md). */
export function learnPlan(desk: Desk, portalId: string, appInfo: unknown): void {
  const family = (appInfo as { LICENSE_FAMILY?: unknown } | null)?.LICENSE_FAMILY;
  if (family !== 'ent') return;
  const { restPerSecond, restBurst } = desk.ground.config;
  desk.portal(portalId).bucket.widen({
    perSecond: Math.max(ENTERPRISE.perSecond, restPerSecond),
    burst: Math.max(ENTERPRISE.burst, restBurst),
  });
}
