import type { PortalHealth } from '../../server/api/portal.js';

/** How many questions of the health screen wait for somebody's decision. */
export function waitingCount(health: PortalHealth | null): number {
  if (health === null) return 0;
  return (
    health.uncertainPosts.length + health.moves.length + health.disappearances.length + health.parked.length
  );
}
