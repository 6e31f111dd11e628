import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { type Visitor, recordAction, requireRole, visitorOf } from '../access/index.js';
import { erasePortalSchema, eraseClientSchema, setKeptDaysSchema, startExportSchema } from '../api/index.js';
import { systemClock } from '../base/clock.js';
import { AppError, conflict, notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { newId } from '../base/ids.js';
import { askWork, readWork } from '../base/jobs/index.js';
import { installChanged } from '../base/telemetry.js';
import { readClient, readClients } from '../clients/index.js';
import { type PortalRow, erasePortal, readPortal } from '../portal/installs/index.js';
import { countPortal } from './data-view.js';
import { eraseClient } from './erase-client.js';
import { countClientTexts } from './erase-client-store.js';
import { exportsFolder, removeExports } from './exports-folder.js';
import { readKeptDays, writeKeptDays } from './kept-days.js';
import { portalName } from './portal-name.js';

const clientParam = z.object({ clientId: z.coerce.number().int().positive() });
const storedExport = z.object({ file: z.string(), expiresAt: z.number() });
const EXPORT = 'export';

/** A portal's data as a whole: take it along, say how long it stays, erase it. Administrators only. */
export function dataRoutes(ground: Ground): Router {
  const router = Router();
  router.get('/data', (_request, response) => show(ground, response));
  router.put('/data/kept-days', (request, response) => setKeptDays(ground, request, response));
  router.post('/data/export', (request, response) => startExport(ground, request, response));
  router.get('/data/export/file', (_request, response) => sendFile(ground, response));
  router.post('/data/erase', (request, response) => eraseAll(ground, request, response));
  router.get('/clients/:clientId/texts', (request, response) => showTexts(ground, request, response));
  router.post('/clients/:clientId/texts/erase', (request, response) => eraseTexts(ground, request, response));
  return router;
}

function administrator(response: Response): Visitor {
  const visitor = visitorOf(response);
  requireRole(visitor, 'administrator');
  return visitor;
}

async function portalOf(ground: Ground, { portalId }: Visitor): Promise<PortalRow> {
  const portal = await readPortal(ground.db, portalId);
  if (!portal) throw notFound('Portal');
  return portal;
}

async function show(ground: Ground, response: Response): Promise<void> {
  const visitor = administrator(response);
  const { portalId } = visitor;
  const clients = await readClients(ground.db, portalId, 'all');
  response.json({
    portalName: portalName(await portalOf(ground, visitor)),
    counts: await countPortal(ground.db, portalId),
    keptDays: await readKeptDays(ground.db, portalId),
    clients: clients.map((client) => ({ clientId: client.client_id, name: client.name })),
  });
}

async function setKeptDays(ground: Ground, request: Request, response: Response): Promise<void> {
  const { portalId, userId } = administrator(response);
  const { requestId, keptDays } = setKeptDaysSchema.parse(request.body);
  await ground.db.transaction().execute(async (tx) => {
    const before = { keptDays: await readKeptDays(tx, portalId) };
    const action = { portalId, userId, what: 'set-kept-days', before, after: { keptDays } };
    const { repeated } = await recordAction(tx, ground.clock, { ...action, cause: `request:${requestId}` });
    if (!repeated) await writeKeptDays(tx, portalId, keptDays);
  });
  await show(ground, response);
}

async function startExport(ground: Ground, request: Request, response: Response): Promise<void> {
  const { portalId, userId } = administrator(response);
  const { requestId } = startExportSchema.parse(request.body);
  await ground.db.transaction().execute(async (tx) => {
    const action = { portalId, userId, what: 'export-data', cause: `request:${requestId}` };
    const { repeated } = await recordAction(tx, ground.clock, action);
    if (repeated) return;
    const how = { asked: { stage: 'waiting', askedBy: userId }, machineNow: systemClock.now() };
    const begun = await askWork(tx, ground.clock, { portalId, work: EXPORT }, how);
    if (!begun) throw conflict('WORK_RUNS', 'An archive is being made already');
  });
  response.status(202).json({});
}

async function sendFile(ground: Ground, response: Response): Promise<void> {
  const visitor = administrator(response);
  const { portalId, userId } = visitor;
  const work = await readWork(ground.db, { portalId, work: EXPORT });
  const made = storedExport.safeParse(JSON.parse(work?.result ?? 'null'));
  if (!made.success || made.data.expiresAt <= ground.clock.now()) throw gone();
  const path = join(exportsFolder(ground, portalId), made.data.file);
  const bytes = (await stat(path).catch(() => null))?.size;
  if (bytes === undefined) throw gone();
  await ground.db
    .transaction()
    .execute((tx) => recordAction(tx, ground.clock, { portalId, userId, what: 'download-export' }));
  const day = new Date(ground.clock.now()).toISOString().slice(0, 10);
  const name = `support-hours-${day}.zip`;
  response.set('Content-Type', 'application/zip');
  response.set('Content-Disposition', `attachment; filename="${name}"; filename*=UTF-8''${name}`);
  response.set('Content-Length', String(bytes));
  // Whoever stops the download has closed the stream: nobody is left to be told.
  await pipeline(createReadStream(path), response).catch((error: unknown) => {
    if (!response.destroyed) throw error;
  });
}

function gone(): AppError {
  return new AppError('EXPORT_GONE', 'There is no archive to download any more', { status: 404 });
}

async function eraseAll(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = administrator(response);
  const { portalId, userId } = visitor;
  const wanted = erasePortalSchema.parse(request.body);
  const portal = await portalOf(ground, visitor);
  if (portalName(portal) !== wanted.portalName.trim().toLowerCase())
    throw conflict('NAME_DIFFERS', 'The typed name is not the portal’s');
  const proof = { portalId, erasureId: newId(), at: ground.clock.now() };
  const reason = `asked for by administrator ${userId}`;
  await ground.db.transaction().execute((tx) => erasePortal(tx, { ...proof, reason }));
  await removeExports(ground, portalId);
  installChanged('erased');
  ground.log.info({ portalId, userId }, 'an administrator erased everything of a portal');
  response.json({});
}

async function showTexts(ground: Ground, request: Request, response: Response): Promise<void> {
  const { portalId } = administrator(response);
  const { clientId } = clientParam.parse(request.params);
  if (!(await readClient(ground.db, portalId, clientId))) throw notFound('Client');
  response.json(await countClientTexts(ground.db, { portalId, clientId }));
}

async function eraseTexts(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = administrator(response);
  const { portalId } = visitor;
  const { clientId } = clientParam.parse(request.params);
  const wanted = eraseClientSchema.parse(request.body);
  if (!(await readClient(ground.db, portalId, clientId))) throw notFound('Client');
  await ground.db.transaction().execute((tx) => eraseClient(tx, ground, visitor, { clientId, ...wanted }));
  response.json(await countClientTexts(ground.db, { portalId, clientId }));
}
