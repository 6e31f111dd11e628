import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { requireRole, visitorOf } from '../access/index.js';
import {
  capacityQuerySchema,
  readAbsencesSchema,
  setDaysSchema,
  setNormSchema,
  setOfficeSchema,
} from '../api/index.js';
import type { Ground } from '../base/ground.js';
import type { PortalRest } from '../portal/rest/index.js';
import { askAbsences } from './ask-absences.js';
import { setDays, setNorm, setOffice } from './set-capacity.js';
import { showCapacity } from './show-capacity.js';

const userParam = z.object({ userId: z.coerce.number().int().positive() });

/** How much everybody can work: read by the staff, changed by managers. */
export function capacityRoutes(ground: Ground, rest: PortalRest): Router {
  const router = Router();
  router.get('/planning/capacity', (request, response) => show(ground, request, response));
  router.put('/planning/people/:userId/norm', async (request, response) => {
    const visitor = managerOf(response);
    const wanted = { ...setNormSchema.parse(request.body), ...userParam.parse(request.params) };
    await ground.db.transaction().execute((tx) => setNorm(tx, ground, visitor, wanted));
    response.json({});
  });
  router.put('/planning/people/:userId/days', async (request, response) => {
    const visitor = managerOf(response);
    const wanted = { ...setDaysSchema.parse(request.body), ...userParam.parse(request.params) };
    await ground.db.transaction().execute((tx) => setDays(tx, ground, visitor, wanted));
    response.json({});
  });
  router.put('/planning/office', async (request, response) => {
    const visitor = managerOf(response);
    const wanted = setOfficeSchema.parse(request.body);
    await ground.db.transaction().execute((tx) => setOffice(tx, ground, visitor, wanted));
    response.json({});
  });
  router.post('/planning/absences', async (request, response) => {
    const { portalId, userId } = managerOf(response);
    const { requestId } = readAbsencesSchema.parse(request.body);
    await askAbsences(ground, rest, { portalId, urgency: 'interactive', by: { userId, requestId } });
    response.json({});
  });
  return router;
}

function managerOf(response: Response) {
  const visitor = visitorOf(response);
  requireRole(visitor, 'administrator', 'manager');
  return visitor;
}

async function show(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  requireRole(visitor, 'administrator', 'manager', 'performer');
  const { from } = capacityQuerySchema.parse(request.query);
  response.json(await showCapacity(ground.db, visitor, { now: ground.clock.now(), from }));
}
