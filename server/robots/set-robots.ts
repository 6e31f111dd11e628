import { recordAction, type Visitor } from '../access/index.js';
import { conflict } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { lockPortal } from '../portal/installs/index.js';
import { type PortalRest, RestError } from '../portal/rest/index.js';
import { registerRobots, removeRobots } from './register-robots.js';
import { readRobots, writeRobots } from './robots-store.js';

/**
 * Turns the robots on or off for a portal. On: registered with our address; off: taken away. The portal is asked first, so
 * what is stored is what is true. Errors: ROBOTS_REFUSED (the scope is not granted, or the owner is no administrator).
 */
export async function setRobots(
  ground: Ground,
  rest: PortalRest,
  visitor: Visitor,
  wanted: { requestId: string; enabled: boolean },
): Promise<void> {
  const { portalId, userId } = visitor;
  const { requestId, enabled } = wanted;
  const { publicUrl, manifest } = ground.config;
  const handler = `${publicUrl}${manifest.handlers.events}`;
  const before = await readRobots(ground.db, portalId);
  try {
    const isMoved = before.enabled && before.handler !== handler;
    if (enabled) await registerRobots(rest, { portalId, handler, isMoved });
    else await removeRobots(rest, portalId);
  } catch (error) {
    throw asRefusal(error);
  }
  await ground.db.transaction().execute(async (tx) => {
    await lockPortal(tx, portalId);
    const action = {
      ...{ portalId, userId, what: 'set-robots', cause: `set-robots:${requestId}` },
      ...{ before: { enabled: before.enabled }, after: { enabled } },
    };
    if ((await recordAction(tx, ground.clock, action)).repeated) return;
    await writeRobots(tx, portalId, { enabled, handler: enabled ? handler : '' });
  });
}

function asRefusal(error: unknown): unknown {
  if (!(error instanceof RestError) || error.outcome !== 'refused') return error;
  return conflict('ROBOTS_REFUSED', 'The portal does not let us register robots', { code: error.restCode });
}
