import { Router } from 'express';
import { requireRole, visitorOf } from '../access/index.js';
import { type RobotsView, setRobotsSchema } from '../api/index.js';
import type { Ground } from '../base/ground.js';
import type { PortalRest } from '../portal/rest/index.js';
import { readRobots } from './robots-store.js';
import { robotNames } from './rules/robot-kinds.js';
import { setRobots } from './set-robots.js';

/** Robots for the portal's automation: an administrator turns them on. */
export function robotsRoutes(ground: Ground, rest: PortalRest): Router {
  const router = Router();
  const view = async (portalId: string): Promise<RobotsView> => ({
    enabled: (await readRobots(ground.db, portalId)).enabled,
    robots: robotNames,
  });
  router.get('/robots', async (_request, response) => {
    const visitor = visitorOf(response);
    requireRole(visitor, 'administrator');
    response.json(await view(visitor.portalId));
  });
  router.put('/robots', async (request, response) => {
    const visitor = visitorOf(response);
    requireRole(visitor, 'administrator');
    await setRobots(ground, rest, visitor, setRobotsSchema.parse(request.body));
    response.json(await view(visitor.portalId));
  });
  return router;
}
