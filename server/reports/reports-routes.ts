import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { visitorOf } from '../access/index.js';
import {
  type Cut,
  approveReportSchema,
  postReportSchema,
  previewReportSchema,
  reopenReportSchema,
  requestIdSchema,
  textSchema,
} from '../api/index.js';
import { conflict, notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { mayManage, requireManage, requireRead } from '../clients/index.js';
import { approveReport, dismissReport, postReport, reopenIssued } from './post-report.js';
import { readPackageEnds } from './package-ends.js';
import { prepareReport } from './prepare-report.js';
import { readReport } from './report-store.js';
import { listIssuedReports, listReports, previewReport, showReport } from './report-view.js';

const clientParam = z.object({ clientId: z.coerce.number().int().positive() });
const reportParam = clientParam.extend({ reportId: z.uuid() });
const dismissSchema = z.object({ requestId: requestIdSchema, reason: textSchema.max(500).default('') });

/** Reports of a client: list, preview, post, approve, dismiss, reopen. */
export function reportsRoutes(ground: Ground): Router {
  const router = Router();
  router.get('/clients/:clientId/reports', (request, response) => list(ground, request, response));
  router.post('/clients/:clientId/reports/preview', (request, response) =>
    preview(ground, request, response),
  );
  router.post('/clients/:clientId/reports', (request, response) => post(ground, request, response));
  router.get('/clients/:clientId/reports/package-ends', (request, response) =>
    packageEnds(ground, request, response),
  );
  router.get('/clients/:clientId/reports/:reportId', (request, response) => show(ground, request, response));
  router.post('/clients/:clientId/reports/:reportId/approve', (request, response) =>
    approve(ground, request, response),
  );
  router.post('/clients/:clientId/reports/:reportId/dismiss', (request, response) =>
    dismiss(ground, request, response),
  );
  router.post('/clients/:clientId/reports/:reportId/reopen', (request, response) =>
    reopen(ground, request, response),
  );
  return router;
}

async function list(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  const { clientId } = clientParam.parse(request.params);
  await requireRead(ground.db, visitor, clientId);
  const read = mayManage(visitor) ? listReports : listIssuedReports;
  const reports = await ground.db.transaction().execute((tx) => read(tx, visitor.portalId, clientId));
  response.json({ reports });
}

async function preview(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  const { clientId } = clientParam.parse(request.params);
  const { cut, kind } = previewReportSchema.parse(request.body);
  await requireManage(ground.db, visitor, clientId);
  const { portalId } = visitor;
  const shown = await ground.db
    .transaction()
    .execute((tx) => previewReport(tx, ground, { portalId, clientId, cut, kind }));
  response.json(shown);
}

async function packageEnds(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  const { clientId } = clientParam.parse(request.params);
  await requireManage(ground.db, visitor, clientId);
  response.json(await readPackageEnds(ground.db, ground, { portalId: visitor.portalId, clientId }));
}

async function show(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  const { clientId, reportId } = reportParam.parse(request.params);
  const { portalId } = visitor;
  await requireRead(ground.db, visitor, clientId);
  const shown = await ground.db
    .transaction()
    .execute((tx) => showReport(tx, ground, { portalId, clientId, reportId }));
  const isIssued = shown.state === 'issued' || shown.state === 'posted' || shown.state === 'uncertain';
  if (!mayManage(visitor) && !isIssued) throw notFound('Report');
  response.json(shown);
}

async function post(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  const { clientId } = clientParam.parse(request.params);
  const wanted = postReportSchema.parse(request.body);
  await requireManage(ground.db, visitor, clientId);
  const { requestId, ...seen } = wanted;
  const prepared = await prepareReport(ground, { ...seen, portalId: visitor.portalId, clientId });
  await ground.db
    .transaction()
    .execute((tx) => postReport(tx, ground, visitor, { clientId, requestId, prepared }));
  response.status(201).json({});
}

async function approve(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  const { clientId, reportId } = reportParam.parse(request.params);
  const wanted = approveReportSchema.parse(request.body);
  await requireManage(ground.db, visitor, clientId);
  const { requestId, position } = wanted;
  const { cut } = await readReport(ground.db, visitor.portalId, clientId, reportId);
  const seen = { portalId: visitor.portalId, clientId, cut: JSON.parse(cut) as Cut, position };
  const prepared = await prepareReport(ground, seen);
  await ground.db
    .transaction()
    .execute((tx) => approveReport(tx, ground, visitor, { clientId, reportId, requestId, prepared }));
  response.json({});
}

async function dismiss(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  const { clientId, reportId } = reportParam.parse(request.params);
  const wanted = dismissSchema.parse(request.body);
  await requireManage(ground.db, visitor, clientId);
  await ground.db
    .transaction()
    .execute((tx) => dismissReport(tx, ground, visitor, { ...wanted, clientId, reportId }));
  response.json({});
}

async function reopen(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  const { clientId, reportId } = reportParam.parse(request.params);
  const wanted = reopenReportSchema.parse(request.body);
  await requireManage(ground.db, visitor, clientId);
  await ground.db.transaction().execute(async (tx) => {
    const { number } = await readReport(tx, visitor.portalId, clientId, reportId);
    if (number === null) throw conflict('NOT_ISSUED', 'Only an issued report can be reopened');
    await reopenIssued(tx, ground, visitor, { ...wanted, clientId, number });
  });
  response.json({});
}
