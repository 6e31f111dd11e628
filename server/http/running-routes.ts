import { Router } from 'express';
import { z } from 'zod';
import { requireRole, visitorOf } from '../access/index.js';
import { lendTokenSchema } from '../api/index.js';
import type { Ground } from '../base/ground.js';
import { readGroupsOfClient, requireManage } from '../clients/index.js';
import { readPortal } from '../portal/installs/index.js';
import { AppError } from '../base/errors.js';
import { askOwnTimer, keepOwnTimer, readRunning } from '../portal/mirror/index.js';
import { type PortalRest, RestError } from '../portal/rest/index.js';

const clientParam = z.object({ clientId: z.coerce.number().int().positive() });

/** Timers that run now: each page of the app shows its owner's, and a manager sees them together. */
export function runningRoutes(ground: Ground, rest: PortalRest): Router {
  const router = Router();
  router.post('/running', async (request, response) => {
    const visitor = visitorOf(response);
    requireRole(visitor, 'administrator', 'manager', 'performer');
    const { accessToken } = lendTokenSchema.parse(request.body);
    const portal = await readPortal(ground.db, visitor.portalId);
    if (portal) {
      const { portalId, userId } = visitor;
      const clientEndpoint = portal.client_endpoint;
      const timer = await askOwnTimer(rest, { portalId, clientEndpoint, accessToken, userId }).catch(
        asRefusal,
      );
      if (timer) await keepOwnTimer(ground.db, { portalId, userId }, timer, ground.clock.now());
    }
    response.status(204).end();
  });
  router.get('/clients/:clientId/running', async (request, response) => {
    const visitor = visitorOf(response);
    const { clientId } = clientParam.parse(request.params);
    await requireManage(ground.db, visitor, clientId);
    const groups = await readGroupsOfClient(ground.db, visitor.portalId, clientId);
    const groupIds = groups.map((group) => group.groupId);
    const running = await readRunning(ground.db, visitor.portalId, groupIds, ground.clock.now());
    response.json({ seconds: running.work.reduce((sum, each) => sum + each.seconds, 0), ...running });
  });
  return router;
}

/** A token that has run out is the page's business: it asks the portal for a new one and lends that the next time. */
function asRefusal(error: unknown): never {
  const isRefused =
    error instanceof RestError && (error.outcome === 'refused' || error.restCode === 'VISITOR_TOKEN_REFUSED');
  if (isRefused) {
    throw new AppError('TOKEN_REFUSED', 'The portal did not accept the token of the page', { status: 403 });
  }
  throw error;
}
