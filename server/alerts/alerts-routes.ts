import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { requireRole, visitorOf } from '../access/index.js';
import { markSeenSchema } from '../api/index.js';
import type { Ground } from '../base/ground.js';
import { reachableClients, readClients, requireManage } from '../clients/index.js';
import { readAlerts } from './alerts-view.js';
import { markSeen } from './mark-seen.js';

const clientParam = z.object({ clientId: z.coerce.number().int().positive() });

/** What needs a manager's eye. Nothing of it is for clients: alerts speak of entries, drafts and limits. */
export function alertsRoutes(ground: Ground): Router {
  const router = Router();
  router.get('/alerts', (request, response) => list(ground, request, response));
  router.get('/clients/:clientId/alerts', (request, response) => listOfClient(ground, request, response));
  router.post('/clients/:clientId/alerts/seen', (request, response) => see(ground, request, response));
  return router;
}

async function list(ground: Ground, _request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  requireRole(visitor, 'administrator', 'manager');
  const reach = await reachableClients(ground.db, visitor);
  const clients = await readClients(ground.db, visitor.portalId);
  const own = clients.filter((client) => reach === 'all' || reach.has(client.client_id));
  response.json({ alerts: await readAlerts(ground.db, visitor.portalId, own, ground.clock.now()) });
}

async function listOfClient(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  const { clientId } = clientParam.parse(request.params);
  await requireManage(ground.db, visitor, clientId);
  const clients = await readClients(ground.db, visitor.portalId);
  const own = clients.filter((client) => client.client_id === clientId);
  response.json({ alerts: await readAlerts(ground.db, visitor.portalId, own, ground.clock.now()) });
}

async function see(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  const { clientId } = clientParam.parse(request.params);
  const wanted = markSeenSchema.parse(request.body);
  await requireManage(ground.db, visitor, clientId);
  await ground.db.transaction().execute((tx) => markSeen(tx, ground, visitor, clientId, wanted));
  response.json({});
}
