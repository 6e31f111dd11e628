import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { type Visitor, requireRole, visitorOf } from '../access/index.js';
import {
  previewPortalTermsSchema,
  previewTermsSchema,
  setPortalTermsSchema,
  setTermsSchema,
} from '../api/index.js';
import { dayOf } from '../base/days.js';
import { badInput, notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import {
  type ClientRecord,
  WHOLE_PORTAL,
  mayManage,
  readClient,
  readClients,
  readTermsView,
  requireManage,
  requireRead,
  setTerms,
} from '../clients/index.js';
import { acceptFact, acceptFacts } from '../portal/inbox/index.js';
import { readPortal } from '../portal/installs/index.js';
import { postHours } from './post-hours.js';
import { previewPortalTerms } from './preview-portal-terms.js';
import { previewTerms } from './preview-terms.js';

const clientParam = z.object({ clientId: z.coerce.number().int().positive() });

/** The terms of a client and of the portal: what holds, what a change would do, and the change. */
export function termsRoutes(ground: Ground): Router {
  const router = Router();
  router.get('/clients/:clientId/terms', (request, response) => show(ground, request, response));
  router.post('/clients/:clientId/terms', (request, response) => set(ground, request, response));
  router.post('/clients/:clientId/terms/preview', (request, response) => preview(ground, request, response));
  router.get('/terms', (_request, response) => showPortal(ground, response));
  router.post('/terms', (request, response) => setPortal(ground, request, response));
  router.post('/terms/preview', (request, response) => previewPortal(ground, request, response));
  return router;
}

async function show(ground: Ground, request: Request, response: Response): Promise<void> {
  const { client, today } = await clientToManage(ground, request, response);
  response.json(await readTermsView(ground.db, client.portal_id, client.client_id, today));
}

async function set(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  const { portalId } = visitor;
  const { clientId } = clientParam.parse(request.params);
  const wanted = setTermsSchema.parse(request.body);
  await requireManage(ground.db, visitor, clientId);
  await ground.db.transaction().execute(async (tx) => {
    const { repeated } = await setTerms(tx, ground, visitor, clientId, wanted);
    if (repeated) return;
    await postHours(tx, ground, portalId, clientId);
    // A package may be used up by it: what follows from that is decided above.
    await acceptFact(tx, ground.clock, changed(portalId, clientId));
  });
  response.status(201).json({});
}

async function preview(ground: Ground, request: Request, response: Response): Promise<void> {
  const { client } = await clientToManage(ground, request, response);
  const wanted = previewTermsSchema.parse(request.body);
  checkPeriod(wanted);
  const now = ground.clock.now();
  await answerUnlessGone(response, (signal) => previewTerms(ground.db, client, now, wanted, signal));
}

async function showPortal(ground: Ground, response: Response): Promise<void> {
  const { portalId } = administrator(response);
  const portal = await readPortal(ground.db, portalId);
  const today = dayOf(ground.clock.now(), portal?.time_zone ?? 'UTC');
  response.json(await readTermsView(ground.db, portalId, WHOLE_PORTAL, today));
}

/** Clients are posted again one by one, from the inbox: there may be hundreds. */
async function setPortal(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = administrator(response);
  const { portalId } = visitor;
  const wanted = setPortalTermsSchema.parse(request.body);
  await ground.db.transaction().execute(async (tx) => {
    const { repeated } = await setTerms(tx, ground, visitor, WHOLE_PORTAL, wanted);
    if (repeated) return;
    const clients = await readClients(tx, portalId);
    const facts = clients.map((client) => changed(portalId, client.client_id));
    if (facts.length > 0) await acceptFacts(tx, ground.clock, facts);
  });
  response.status(201).json({});
}

async function previewPortal(ground: Ground, request: Request, response: Response): Promise<void> {
  const { portalId } = administrator(response);
  const wanted = previewPortalTermsSchema.parse(request.body);
  checkPeriod(wanted);
  const now = ground.clock.now();
  await answerUnlessGone(response, (signal) => previewPortalTerms(ground.db, portalId, now, wanted, signal));
}

/** A preview that nobody waits for any more ends before its next replay. */
async function answerUnlessGone(
  response: Response,
  work: (signal: AbortSignal) => Promise<unknown>,
): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  try {
    response.json(await work(gone.signal));
  } catch (error) {
    if (!gone.signal.aborted) throw error;
  }
}

function changed(portalId: string, clientId: number) {
  return { portalId, subject: 'client', subjectId: String(clientId), name: 'TERMS' };
}

function checkPeriod({ from, to }: { from: string; to: string }): void {
  if (from > to) throw badInput('PERIOD', 'A period cannot end before it begins');
}

function administrator(response: Response): Visitor {
  const visitor = visitorOf(response);
  requireRole(visitor, 'administrator');
  return visitor;
}

/** How a client is billed is between the people who manage it. */
async function clientToManage(
  ground: Ground,
  request: Request,
  response: Response,
): Promise<{ client: ClientRecord; today: string }> {
  const visitor = visitorOf(response);
  const { clientId } = clientParam.parse(request.params);
  await requireRead(ground.db, visitor, clientId);
  if (!mayManage(visitor)) throw notFound('Terms');
  const client = await readClient(ground.db, visitor.portalId, clientId);
  if (!client) throw notFound('Client');
  return { client, today: dayOf(ground.clock.now(), client.time_zone) };
}
