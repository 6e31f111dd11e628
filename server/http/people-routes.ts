import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { giveRole, requireRole, visitorOf } from '../access/index.js';
import { giveRoleSchema, listForClientsSchema } from '../api/index.js';
import { badInput } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { listForClients } from '../clients/index.js';
import { isEmployee, readPeopleWithRoles } from './people-view.js';

const userParam = z.object({ userId: z.coerce.number().int().positive() });

/** Who may do what: shown as the server decides it, given and taken by administrators. */
export function peopleRoutes(ground: Ground): Router {
  const router = Router();
  router.get('/people', (_request, response) => show(ground, response));
  router.put('/people/:userId/role', (request, response) => give(ground, request, response));
  router.put('/people/:userId/clients', (request, response) => list(ground, request, response));
  return router;
}

async function show(ground: Ground, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  requireRole(visitor, 'administrator');
  response.json(await readPeopleWithRoles(ground.db, visitor.portalId));
}

async function give(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  requireRole(visitor, 'administrator');
  const { userId } = userParam.parse(request.params);
  const wanted = giveRoleSchema.parse(request.body);
  if (wanted.role !== null) await requireEmployee(ground, visitor.portalId, userId);
  if (userId === visitor.userId && !visitor.isAdmin && wanted.role !== 'administrator') {
    throw badInput('OWN_ROLE', 'Nobody takes their own rights away: another administrator does');
  }
  await ground.db.transaction().execute((tx) => giveRole(tx, ground, visitor, { userId, ...wanted }));
  await show(ground, response);
}

async function list(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  requireRole(visitor, 'administrator');
  const { userId } = userParam.parse(request.params);
  const wanted = listForClientsSchema.parse(request.body);
  if (wanted.clientIds.length > 0) await requireEmployee(ground, visitor.portalId, userId);
  await ground.db.transaction().execute((tx) => listForClients(tx, ground, visitor, { userId, ...wanted }));
  await show(ground, response);
}

async function requireEmployee(ground: Ground, portalId: string, userId: number): Promise<void> {
  if (await isEmployee(ground.db, portalId, userId)) return;
  throw badInput('NOT_AN_EMPLOYEE', 'Only an employee who works here can have this role', { userId });
}
