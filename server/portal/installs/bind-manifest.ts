import type { RepairResult } from '../../api/index.js';
import type { Ground } from '../../base/ground.js';
import type { PortalRest } from '../rest/index.js';
import { bindEvents } from './bind-events.js';
import { bindPlacements } from './bind-placements.js';

/** What of the manifest had to be bound anew. */
export type BoundManifest = Omit<RepairResult, 'boundRobots'>;

/**
 * Compares what is bound on the portal with `bitrix-app.json` and repairs the difference; doing it again changes
 * nothing. Acts as the owner, who must be an administrator. Throws AppError BIND_INCOMPLETE after everything that
 * could be bound was bound.
 */
export async function bindManifest(
  ground: Ground,
  rest: PortalRest,
  portalId: string,
): Promise<BoundManifest> {
  const events = await bindEvents(ground, rest, portalId);
  const placements = await bindPlacements(ground, rest, portalId);
  return {
    boundEvents: events.bound,
    boundPlacements: placements.bound,
    removedStale: [...events.removed, ...placements.removed],
  };
}
