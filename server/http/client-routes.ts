import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { requireRole, visitorOf } from '../access/index.js';
import { createClientSchema } from '../api/index.js';
import { notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import {
  type ClientRecord,
  createClient,
  readClient,
  readGroupOwners,
  readGroupsWithOwners,
  requireManage,
  requireRead,
} from '../clients/index.js';
import { openLedger, readBurnDown } from '../ledger/index.js';
import { readPlannedWeeks } from '../planning/index.js';
import { acceptFact } from '../portal/inbox/index.js';
import { uncertainPosts } from '../portal/outbox/index.js';
import { readClientRows, readClientView } from './client-screen-view.js';

const clientParam = z.object({ clientId: z.coerce.number().int().positive() });
const groupParam = z.object({ groupId: z.coerce.number().int().positive() });

/** The Clients and Client screens: they show several slices at once, so they live at the door. */
export function clientRoutes(ground: Ground): Router {
  const router = Router();
  router.get('/clients', (request, response) => list(ground, request, response));
  router.post('/clients', (request, response) => create(ground, request, response));
  router.get('/clients/:clientId', (request, response) => show(ground, request, response));
  router.get('/clients/:clientId/burn-down', (request, response) => burnDown(ground, request, response));
  router.get('/clients/:clientId/posts', (request, response) => posts(ground, request, response));
  router.get('/groups', (request, response) => groups(ground, request, response));
  router.get('/groups/:groupId/client', (request, response) => clientOfGroup(ground, request, response));
  return router;
}

async function list(ground: Ground, _request: Request, response: Response): Promise<void> {
  const clients = await readClientRows(ground.db, visitorOf(response), ground.clock.now());
  response.json({ clients });
}

async function create(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  requireRole(visitor, 'administrator', 'manager');
  const wanted = createClientSchema.parse(request.body);
  const client = await ground.db.transaction().execute(async (tx) => {
    const made = await createClient(tx, ground, visitor, wanted);
    if (made.repeated) return made.client;
    await openLedger(tx, ground, made.client, made.actionId);
    // Of groups without a client only seconds were kept: their texts are read now, back to the start of accounting.
    await acceptFact(tx, ground.clock, {
      portalId: visitor.portalId,
      subject: 'new-client',
      subjectId: String(made.client.client_id),
      name: 'CREATED',
    });
    return made.client;
  });
  response.status(201).json(await readClientView(ground.db, visitor, client, ground.clock.now()));
}

async function show(ground: Ground, request: Request, response: Response): Promise<void> {
  const { clientId } = clientParam.parse(request.params);
  await answerClient(ground, response, clientId);
}

async function clientOfGroup(ground: Ground, request: Request, response: Response): Promise<void> {
  const { groupId } = groupParam.parse(request.params);
  const owners = await readGroupOwners(ground.db, visitorOf(response).portalId);
  await answerClient(ground, response, owners.get(groupId) ?? 0);
}

async function answerClient(ground: Ground, response: Response, clientId: number): Promise<void> {
  const client = await clientToRead(ground, response, clientId);
  response.json(await readClientView(ground.db, visitorOf(response), client, ground.clock.now()));
}

async function clientToRead(ground: Ground, response: Response, clientId: number): Promise<ClientRecord> {
  const visitor = visitorOf(response);
  await requireRead(ground.db, visitor, clientId);
  const client = await readClient(ground.db, visitor.portalId, clientId);
  if (!client) throw notFound('Client');
  return client;
}

/** How the hours went, and how they may go on by what is planned. */
async function burnDown(ground: Ground, request: Request, response: Response): Promise<void> {
  const { portalId } = visitorOf(response);
  const { clientId } = clientParam.parse(request.params);
  const now = ground.clock.now();
  const client = await clientToRead(ground, response, clientId);
  const plannedOf = await readPlannedWeeks(ground.db, portalId, now);
  response.json(await readBurnDown(ground.db, client, now, plannedOf(client)));
}

/** What waits for a decision about this client's posts. */
async function posts(ground: Ground, request: Request, response: Response): Promise<void> {
  const { clientId } = clientParam.parse(request.params);
  const visitor = visitorOf(response);
  await requireManage(ground.db, visitor, clientId);
  response.json({ posts: await uncertainPosts(ground.db, visitor.portalId, clientId) });
}

async function groups(ground: Ground, _request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  requireRole(visitor, 'administrator', 'manager');
  response.json({ groups: await readGroupsWithOwners(ground.db, visitor.portalId) });
}
