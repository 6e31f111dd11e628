import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { requireRole, visitorOf } from '../access/index.js';
import {
  type ArchivedClients,
  archiveClientSchema,
  type ChangeEffect,
  changeClientSchema,
  undoClientChangeSchema,
} from '../api/index.js';
import type { DbOrTx, Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import {
  archiveClient,
  changeClient,
  type ClientChange,
  reachableClients,
  readClientEdit,
  readClients,
  requireKeeper,
  requireManage,
  undoClientChange,
} from '../clients/index.js';
import { postHours, readIssues, tryChange } from '../ledger/index.js';
import { acceptFact } from '../portal/inbox/index.js';
import { reckonSchedules } from '../reports/index.js';

const clientParam = z.object({ clientId: z.coerce.number().int().positive() });
const previewQuery = z.object({ preview: z.enum(['true', 'false']).default('false') });

/** What may be changed of a client that is there. It moves hours and dates, so it lives at the door, above both. */
export function clientEditRoutes(ground: Ground): Router {
  const router = Router();
  router.get('/clients/archived', (request, response) => archived(ground, request, response));
  router.get('/clients/:clientId/edit', (request, response) => edit(ground, request, response));
  router.put('/clients/:clientId', (request, response) => change(ground, request, response));
  router.post('/clients/:clientId/undo-change', (request, response) => undo(ground, request, response));
  router.post('/clients/:clientId/archive', (request, response) => archive(ground, request, response));
  return router;
}

async function archived(ground: Ground, _request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  requireRole(visitor, 'administrator', 'manager');
  const reach = await reachableClients(ground.db, visitor);
  const clients = (await readClients(ground.db, visitor.portalId, 'archived'))
    .filter(({ client_id: clientId }) => reach === 'all' || reach.has(clientId))
    .map((client) => ({
      clientId: client.client_id,
      name: client.name,
      archivedAt: client.archived_at ?? 0,
    }));
  response.json({ clients } satisfies ArchivedClients);
}

async function edit(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  const { clientId } = clientParam.parse(request.params);
  await requireManage(ground.db, visitor, clientId);
  const issuedAt = await lastIssuedAt(ground.db, visitor.portalId, clientId);
  response.json(await readClientEdit(ground.db, visitor.portalId, clientId, issuedAt));
}

async function change(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  const { clientId } = clientParam.parse(request.params);
  const { preview } = previewQuery.parse(request.query);
  const wanted = changeClientSchema.parse(request.body);
  await requireManage(ground.db, visitor, clientId);
  const of = { portalId: visitor.portalId, clientId };
  const effect = await carryOut(ground, { ...of, preview: preview === 'true' }, (tx, issuedAt) =>
    changeClient(tx, ground, visitor, { ...wanted, clientId, hasReports: issuedAt !== null }),
  );
  response.json({ effect });
}

async function undo(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  const { clientId } = clientParam.parse(request.params);
  const wanted = undoClientChangeSchema.parse(request.body);
  await requireManage(ground.db, visitor, clientId);
  const of = { portalId: visitor.portalId, clientId, preview: false };
  const effect = await carryOut(ground, of, (tx, issuedAt) =>
    undoClientChange(tx, ground, visitor, { ...wanted, clientId, issuedAt }),
  );
  response.json({ effect });
}

/** The change, its hours, its dates, and what has to be read from the portal for it: together or not at all. */
async function carryOut(
  ground: Ground,
  of: { portalId: string; clientId: number; preview: boolean },
  work: (tx: Tx, issuedAt: number | null) => Promise<ClientChange>,
): Promise<ChangeEffect> {
  const { portalId, clientId } = of;
  return tryChange(ground, of, async (tx) => {
    const made = await work(tx, await lastIssuedAt(tx, portalId, clientId));
    if (made.repeated) return;
    if (made.zoneChanged) await reckonSchedules(tx, ground, { portalId, clientId });
    await postHours(tx, ground, portalId, clientId);
    const subject = made.addedGroupIds.length > 0 ? 'new-client' : 'client';
    const fact = { portalId, subject, subjectId: String(clientId), name: 'CHANGED' };
    await acceptFact(tx, ground.clock, fact);
  });
}

async function archive(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  const { clientId } = clientParam.parse(request.params);
  const wanted = archiveClientSchema.parse(request.body);
  await requireKeeper(ground.db, visitor, clientId);
  const { portalId } = visitor;
  await ground.db.transaction().execute(async (tx) => {
    const { repeated } = await archiveClient(tx, ground, visitor, { ...wanted, clientId });
    if (repeated) return;
    // What came due while it was away follows from its facts.
    const fact = { portalId, subject: 'client', subjectId: String(clientId), name: 'ARCHIVED' };
    await acceptFact(tx, ground.clock, fact);
  });
  response.json({});
}

async function lastIssuedAt(db: DbOrTx, portalId: string, clientId: number): Promise<number | null> {
  const issues = await readIssues(db, portalId, clientId);
  return issues.reduce<number | null>((last, { issued_at: at }) => Math.max(last ?? at, at), null);
}
