import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { visitorOf, type Visitor } from '../access/index.js';
import {
  acceptOfferSchema,
  dismissOfferSchema,
  linkCompanySchema,
  offerSourceSchema,
  seenOfferSchema,
} from '../api/index.js';
import type { Tx } from '../base/db/index.js';
import { notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { mayManage, readClient, requireManage, requireRead } from '../clients/index.js';
import type { PortalRest } from '../portal/rest/index.js';
import { readCompanyNamed } from './ask/find-companies.js';
import { dismissOffer, noteSeen } from './dismiss-offer.js';
import { linkCompany } from './link-company.js';
import type { OfferKey } from './offers-store.js';
import { readOffers } from './offers-view.js';
import { saidPlainly } from './said-plainly.js';
import { acceptOffer } from './sell-offer.js';

const clientParam = z.object({ clientId: z.coerce.number().int().positive() });
const offerParam = clientParam.extend({
  source: offerSourceSchema,
  externalId: z.string().regex(/^\d{1,15}(\.\d{1,15})?$/),
});
type Of = OfferKey & { clientId: number };

/** Packages on offer to a client, and the CRM company it is linked to. All of it is for managers. */
export function offersRoutes(ground: Ground, rest: PortalRest): Router {
  const router = Router();
  const one = '/clients/:clientId/offers/:source/:externalId';
  router.get('/clients/:clientId/offers', (request, response) => list(ground, request, response));
  router.post(`${one}/accept`, (request, response) =>
    decide(ground, request, response, (tx, visitor, of) =>
      acceptOffer(tx, ground, visitor, of, acceptOfferSchema.parse(request.body)),
    ),
  );
  router.post(`${one}/dismiss`, (request, response) =>
    decide(ground, request, response, (tx, visitor, of) =>
      dismissOffer(tx, ground, visitor, of, dismissOfferSchema.parse(request.body)),
    ),
  );
  router.post(`${one}/seen`, (request, response) =>
    decide(ground, request, response, (tx, visitor, of) =>
      noteSeen(tx, ground, visitor, of, seenOfferSchema.parse(request.body).requestId),
    ),
  );
  router.put('/clients/:clientId/company', (request, response) => link(ground, rest, request, response));
  return router;
}

async function list(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  const { clientId } = clientParam.parse(request.params);
  await requireRead(ground.db, visitor, clientId);
  if (!mayManage(visitor)) throw notFound('Offers');
  const client = await readClient(ground.db, visitor.portalId, clientId);
  if (!client) throw notFound('Client');
  response.json(await readOffers(ground.db, client, ground.clock.now()));
}

async function decide(
  ground: Ground,
  request: Request,
  response: Response,
  act: (tx: Tx, visitor: Visitor, of: Of) => Promise<void>,
): Promise<void> {
  const visitor = visitorOf(response);
  const { clientId, source, externalId } = offerParam.parse(request.params);
  await requireManage(ground.db, visitor, clientId);
  const of = { portalId: visitor.portalId, clientId, source, externalId };
  await ground.db.transaction().execute((tx) => act(tx, visitor, of));
  response.json({});
}

async function link(ground: Ground, rest: PortalRest, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  const { portalId } = visitor;
  const { clientId } = clientParam.parse(request.params);
  const { requestId, companyId } = linkCompanySchema.parse(request.body);
  await requireManage(ground.db, visitor, clientId);
  const asker = { rest, portalId, urgency: 'interactive' as const };
  const company = companyId === null ? null : await saidPlainly(() => readCompanyNamed(asker, companyId));
  const wanted = { requestId, company };
  await ground.db.transaction().execute((tx) => linkCompany(tx, ground, visitor, clientId, wanted));
  response.json({ company });
}
