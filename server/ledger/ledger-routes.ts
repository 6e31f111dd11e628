import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { visitorOf } from '../access/index.js';
import { sellPackageSchema } from '../api/index.js';
import { notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { type ClientRecord, mayManage, readClient, requireManage, requireRead } from '../clients/index.js';
import { sellPackage } from './sell-package.js';
import { readLineChoices, readStatement } from './statement-view.js';
import { explainLine } from './why-view.js';

const clientParam = z.object({ clientId: z.coerce.number().int().positive() });
const lineParam = clientParam.extend({
  posting: z.coerce.number().int().positive(),
  line: z.coerce.number().int().positive(),
});
const languageQuery = z.object({ language: z.enum(['ru', 'en']).default('ru') });
const pageQuery = z.object({
  standing: z.enum(['true', 'false']).default('true'),
  before: z
    .string()
    .regex(/^\d{1,15}\.\d{1,15}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(5000).default(200),
  person: z.coerce.number().int().positive().optional(),
  task: z.coerce.number().int().positive().optional(),
  workType: z.string().min(1).max(60).optional(),
});

/** The ledger of a client: lines, why a line is there, packages to sell. */
export function ledgerRoutes(ground: Ground): Router {
  const router = Router();
  router.get('/clients/:clientId/ledger', (request, response) => statement(ground, request, response));
  router.get('/clients/:clientId/ledger/choices', (request, response) => choices(ground, request, response));
  router.get('/clients/:clientId/ledger/:posting/:line/why', (request, response) =>
    why(ground, request, response),
  );
  router.post('/clients/:clientId/packages', (request, response) => sell(ground, request, response));
  return router;
}

async function statement(ground: Ground, request: Request, response: Response): Promise<void> {
  const client = await clientToManage(ground, request, response);
  const query = pageQuery.parse(request.query);
  const [posting = 0, line = 0] = (query.before ?? '').split('.').map(Number);
  const page = await readStatement(ground.db, client, {
    standingOnly: query.standing === 'true',
    before: query.before === undefined ? null : { posting, line },
    limit: query.limit,
    of: {
      ...(query.person !== undefined && { userId: query.person }),
      ...(query.task !== undefined && { taskId: query.task }),
      ...(query.workType !== undefined && { workType: query.workType }),
    },
  });
  response.json(page);
}

async function choices(ground: Ground, request: Request, response: Response): Promise<void> {
  const client = await clientToManage(ground, request, response);
  response.json(await readLineChoices(ground.db, client));
}

async function why(ground: Ground, request: Request, response: Response): Promise<void> {
  const client = await clientToManage(ground, request, response);
  const { language } = languageQuery.parse(request.query);
  response.json(await explainLine(ground.db, client, lineParam.parse(request.params), language));
}

async function sell(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  const { clientId } = clientParam.parse(request.params);
  const wanted = sellPackageSchema.parse(request.body);
  await requireManage(ground.db, visitor, clientId);
  await ground.db.transaction().execute((tx) => sellPackage(tx, ground, visitor, clientId, wanted));
  response.status(201).json({});
}

/** Open lines are shown to the people who manage them; a client reads issued reports. */
async function clientToManage(ground: Ground, request: Request, response: Response): Promise<ClientRecord> {
  const visitor = visitorOf(response);
  const { clientId } = clientParam.parse(request.params);
  await requireRead(ground.db, visitor, clientId);
  if (!mayManage(visitor)) throw notFound('Ledger');
  const client = await readClient(ground.db, visitor.portalId, clientId);
  if (!client) throw notFound('Client');
  return client;
}
