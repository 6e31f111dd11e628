import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { visitorOf } from '../access/index.js';
import { notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { mayManage, requireRead } from '../clients/index.js';
import { attachmentNamed } from './attachment-named.js';
import { renderFile } from './render-file.js';
import { fileTypes, reportFileName } from './report-file-name.js';
import { showReport } from './report-view.js';

const fileParam = z.object({ clientId: z.coerce.number().int().positive(), reportId: z.uuid() });
const fileQuery = z.object({ format: z.enum(['xlsx', 'pdf']) });

const issuedStates = new Set<string | null>(['issued', 'posted', 'uncertain']);

/** Reports as files. Who may read a report may have it as a file, a client only when it stands issued. */
export function reportFilesRoutes(ground: Ground): Router {
  const router = Router();
  router.get('/clients/:clientId/reports/:reportId/file', (request, response) =>
    file(ground, request, response),
  );
  return router;
}

async function file(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  const { clientId, reportId } = fileParam.parse(request.params);
  const { portalId } = visitor;
  await requireRead(ground.db, visitor, clientId);
  const { format } = fileQuery.parse(request.query);
  const shown = await ground.db
    .transaction()
    .execute((tx) => showReport(tx, ground, { portalId, clientId, reportId }));
  if (!mayManage(visitor) && !issuedStates.has(shown.state)) throw notFound('Report');
  const { model } = shown;
  const made = await renderFile(model, format);
  response.set('Content-Type', fileTypes[format]);
  response.set(
    'Content-Disposition',
    attachmentNamed(reportFileName(model, format), `report-${model.number}.${format}`),
  );
  response.set('Cache-Control', 'no-store');
  response.end(made);
}
