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
  const handler = handlerOf(ground);
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

/**
 * Registers what the portal lost of robots that are on, at our address of today; says what was registered. Robots that are
 * off stay off. Errors: as `setRobots`.
 */
export async function repairRobots(ground: Ground, rest: PortalRest, portalId: string): Promise<string[]> {
  const { enabled, handler: before } = await readRobots(ground.db, portalId);
  if (!enabled) return [];
  const handler = handlerOf(ground);
  try {
    const registered = await registerRobots(rest, { portalId, handler, isMoved: before !== handler });
    await ground.db.transaction().execute((tx) => writeRobots(tx, portalId, { enabled, handler }));
    return registered;
  } catch (error) {
    throw asRefusal(error);
  }
}

function handlerOf({ config }: Ground): string {
  return `${config.publicUrl}${config.manifest.handlers.events}`;
}

function asRefusal(error: unknown): unknown {
  if (!(error instanceof RestError) || error.outcome !== 'refused') return error;
  return conflict('ROBOTS_REFUSED', 'The portal does not let us register robots', { code: error.restCode });
}
