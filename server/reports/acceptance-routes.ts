import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { requireRole, visitorOf } from '../access/index.js';
import {
  acceptReportSchema,
  answerDisputeSchema,
  openDisputesSchema,
  recordResponseSchema,
  withdrawDisputeSchema,
} from '../api/index.js';
import type { Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import { requireManage, requireRead } from '../clients/index.js';
import { acceptReport } from './accept-report.js';
import { answerDispute } from './answer-dispute.js';
import { openDisputes, withdrawDispute } from './open-dispute.js';
import { listAcceptance, showAcceptance } from './show-acceptance.js';

const clientParam = z.object({ clientId: z.coerce.number().int().positive() });
const reportParam = clientParam.extend({ reportId: z.uuid() });
const disputeParam = reportParam.extend({ dispute: z.coerce.number().int().positive() });

/** The client's word on a report, and the manager's on it. Every change answers where the report stands now. */
export function acceptanceRoutes(ground: Ground): Router {
  const router = Router();
  const of = '/clients/:clientId/reports/:reportId';
  router.get('/clients/:clientId/acceptance', (request, response) => list(ground, request, response));
  router.get(`${of}/acceptance`, (request, response) => show(ground, request, response));
  router.post(`${of}/accept`, (request, response) => accept(ground, request, response));
  router.post(`${of}/disputes`, (request, response) => dispute(ground, request, response));
  router.post(`${of}/disputes/:dispute/withdraw`, (request, response) => withdraw(ground, request, response));
  router.post(`${of}/disputes/:dispute/answer`, (request, response) => answer(ground, request, response));
  router.post(`${of}/recorded`, (request, response) => record(ground, request, response));
  return router;
}

async function list(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  const { clientId } = clientParam.parse(request.params);
  await requireRead(ground.db, visitor, clientId);
  response.json(await ground.db.transaction().execute((tx) => listAcceptance(tx, visitor, clientId)));
}

async function show(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  const of = reportParam.parse(request.params);
  await requireRead(ground.db, visitor, of.clientId);
  response.json(await ground.db.transaction().execute((tx) => showAcceptance(tx, ground, visitor, of)));
}

/** Runs the change and shows where the report stands after it, in one transaction. */
async function change(
  ground: Ground,
  response: Response,
  of: { clientId: number; reportId: string },
  work: (tx: Tx) => Promise<void>,
): Promise<void> {
  const visitor = visitorOf(response);
  const shown = await ground.db.transaction().execute(async (tx) => {
    await work(tx);
    return showAcceptance(tx, ground, visitor, of);
  });
  response.json(shown);
}

async function accept(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  const of = reportParam.parse(request.params);
  const wanted = acceptReportSchema.parse(request.body);
  await requireRead(ground.db, visitor, of.clientId);
  requireRole(visitor, 'client');
  await change(ground, response, of, (tx) => acceptReport(tx, ground, visitor, { ...of, ...wanted }));
}

async function dispute(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  const of = reportParam.parse(request.params);
  const wanted = openDisputesSchema.parse(request.body);
  await requireRead(ground.db, visitor, of.clientId);
  requireRole(visitor, 'client');
  await change(ground, response, of, (tx) => openDisputes(tx, ground, visitor, { ...of, ...wanted }));
}

async function withdraw(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  const of = disputeParam.parse(request.params);
  const wanted = withdrawDisputeSchema.parse(request.body);
  await requireRead(ground.db, visitor, of.clientId);
  requireRole(visitor, 'client');
  await change(ground, response, of, (tx) => withdrawDispute(tx, ground, visitor, { ...of, ...wanted }));
}

async function answer(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  const of = disputeParam.parse(request.params);
  const wanted = answerDisputeSchema.parse(request.body);
  await requireManage(ground.db, visitor, of.clientId);
  await change(ground, response, of, (tx) => answerDispute(tx, ground, visitor, { ...of, ...wanted }));
}

async function record(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  const of = reportParam.parse(request.params);
  const wanted = recordResponseSchema.parse(request.body);
  await requireManage(ground.db, visitor, of.clientId);
  await change(ground, response, of, async (tx) => {
    if (wanted.what === 'accept') await acceptReport(tx, ground, visitor, { ...of, ...wanted });
    else if (wanted.what === 'dispute') await openDisputes(tx, ground, visitor, { ...of, ...wanted });
    else await withdrawDispute(tx, ground, visitor, { ...of, ...wanted });
  });
}
