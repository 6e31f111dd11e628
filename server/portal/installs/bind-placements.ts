import { z } from 'zod';
import { AppError } from '../../base/errors.js';
import type { Ground } from '../../base/ground.js';
import { type PortalRest, RestError } from '../rest/index.js';
import type { Bound } from './bind-events.js';

const boundSchema = z.array(z.object({ placement: z.string(), handler: z.string() }));
type Placement = z.infer<typeof boundSchema>[number];
type Wanted = Ground['config']['manifest']['placements'][number];

/**
 * placement.get, then stale ones away first (some codes take one handler only), then what is missing, each call by
 * itself: inside a batch placement.bind may be refused (rest-facts §11.4, api-reference/widgets).
 */
export async function bindPlacements(ground: Ground, rest: PortalRest, portalId: string): Promise<Bound> {
  const { manifest, publicUrl } = ground.config;
  const handler = `${publicUrl}${manifest.handlers.app}`;
  const answer = await rest.call({ portalId, method: 'placement.get', urgency: 'interactive' });
  const have = boundSchema.parse(answer.result);
  const stale = have.filter((one) => one.handler !== handler || !isWanted(manifest.placements, one));
  const missing = manifest.placements.filter((wanted) => !have.some((one) => isBound(one, wanted, handler)));
  for (const one of stale) {
    const params = { PLACEMENT: one.placement, HANDLER: one.handler };
    await rest.call({ portalId, method: 'placement.unbind', params, urgency: 'interactive' });
  }
  const bound: string[] = [];
  for (const wanted of missing) {
    if (await bindOne(ground, rest, { portalId, wanted, handler })) bound.push(wanted.placement);
  }
  return { bound, removed: stale.map((one) => one.placement) };
}

function isWanted(wanted: readonly Wanted[], one: Placement): boolean {
  return wanted.some((candidate) => candidate.placement === one.placement);
}

function isBound(one: Placement, wanted: Wanted, handler: string): boolean {
  return one.placement === wanted.placement && one.handler === handler;
}

/** False where this portal does not know the place (an older box): the app works without it. */
async function bindOne(
  ground: Ground,
  rest: PortalRest,
  bind: { portalId: string; wanted: Wanted; handler: string },
): Promise<boolean> {
  const { portalId, wanted, handler } = bind;
  try {
    const params = placementParams(wanted, handler);
    await rest.call({ portalId, method: 'placement.bind', params, urgency: 'interactive' });
    return true;
  } catch (error) {
    if (!(error instanceof RestError) || error.outcome !== 'refused') throw error;
    if (/already (binded|bound)/i.test(error.message)) return true;
    if (error.restCode !== 'ERROR_PLACEMENT_NOT_FOUND') throw bindRefused(wanted, error);
    ground.log.warn(
      { portalId, placement: wanted.placement },
      'this portal does not offer a place for the app',
    );
    return false;
  }
}

function placementParams(wanted: Wanted, handler: string): Record<string, unknown> {
  const texts = (of: { title: string; description: string }): Record<string, string> => ({
    TITLE: of.title,
    DESCRIPTION: of.description,
  });
  return {
    PLACEMENT: wanted.placement,
    HANDLER: handler,
    TITLE: wanted.en.title,
    DESCRIPTION: wanted.en.description,
    LANG_ALL: { ru: texts(wanted.ru), en: texts(wanted.en) },
  };
}

function bindRefused(wanted: Wanted, error: RestError): AppError {
  return new AppError('BIND_INCOMPLETE', 'The portal refused placement.bind', {
    status: 502,
    detail: { failed: [`${wanted.placement}: ${error.restCode}`] },
    cause: error,
  });
}
