import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { requireRole, visitorOf } from '../../access/index.js';
import type { SampleReport } from '../../api/index.js';
import { textsIn } from '../../base/i18n/index.js';
import { renderFile } from '../render-file.js';
import { fileTypes } from '../report-file-name.js';
import { attachmentNamed } from '../attachment-named.js';
import { sampleReport } from './sample-report.js';

const languageQuery = z.object({ language: z.enum(['ru', 'en']) });
const fileQuery = languageQuery.extend({ format: z.enum(['xlsx', 'pdf']) });

/** The sample report: on the screen and as the files a client would get. For whoever decides what reports look like. */
export function sampleRoutes(): Router {
  const router = Router();
  router.get('/sample-report', (request, response) => show(request, response));
  router.get('/sample-report/file', (request, response) => file(request, response));
  return router;
}

function show(request: Request, response: Response): void {
  requireRole(visitorOf(response), 'administrator', 'manager');
  const { language } = languageQuery.parse(request.query);
  response.json({ model: sampleReport(language) } satisfies SampleReport);
}

async function file(request: Request, response: Response): Promise<void> {
  requireRole(visitorOf(response), 'administrator', 'manager');
  const { language, format } = fileQuery.parse(request.query);
  const made = await renderFile(sampleReport(language), format);
  response.set('Content-Type', fileTypes[format]);
  const name = `${textsIn(language)('reportFile.sampleName')}.${format}`;
  response.set('Content-Disposition', attachmentNamed(name, `sample-report.${format}`));
  response.set('Cache-Control', 'no-store');
  response.end(made);
}
