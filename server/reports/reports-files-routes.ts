import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { visitorOf } from '../access/index.js';
import { notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { textsIn } from '../base/i18n/index.js';
import { mayManage, requireRead } from '../clients/index.js';
import { renderFile } from './render-file.js';
import { showReport } from './report-view.js';

const fileParam = z.object({ clientId: z.coerce.number().int().positive(), reportId: z.uuid() });
const fileQuery = z.object({ format: z.enum(['xlsx', 'pdf']) });

const types = {
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};
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
  const name = textsIn(model.language)('reportFile.name', { number: model.number, client: model.clientName });
  response.set('Content-Type', types[format]);
  response.set(
    'Content-Disposition',
    attachmentNamed(`${safeName(name)}.${format}`, `report-${model.number}.${format}`),
  );
  response.set('Cache-Control', 'no-store');
  response.end(made);
}

/** Without what file systems refuse; short enough for every one of them. */
function safeName(name: string): string {
  const clean = name.replaceAll(/[\p{Cc}\p{Surrogate}\\/:*?"<>|]+/gu, ' ').replaceAll(/\s+/g, ' ');
  return [...clean].slice(0, 100).join('').trim();
}

/** RFC 6266: the real name as RFC 5987 encodes it, and one of plain letters for clients that read no other. */
function attachmentNamed(name: string, plainName: string): string {
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plainName}"; filename*=UTF-8''${encoded}`;
}
