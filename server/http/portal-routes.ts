import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { recordAction, requireRole, visitorOf, type Visitor } from '../access/index.js';
import {
  decideDisappearanceSchema,
  decideMoveSchema,
  decidePostSchema,
  specialGroupsSchema,
} from '../api/index.js';
import type { Tx } from '../base/db/index.js';
import { conflict, notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { reachableClients } from '../clients/index.js';
import { acceptFact, replayParked } from '../portal/inbox/index.js';
import { bindManifest, lockPortal } from '../portal/installs/index.js';
import { decideDisappearance, decideMove } from '../portal/mirror/index.js';
import { decidePost } from '../portal/outbox/index.js';
import { repairRobots } from '../robots/index.js';
import type { HttpParts } from './parts.js';
import { readPortalHealth, within } from './portal-health-view.js';
import { readSpecialGroups, replaceSpecialGroups } from './special-groups-store.js';
import { clientsOfDisappearance, clientsOfGroups, clientsOfMove, clientsOfPost } from './waiting-view.js';

/** The portal as a whole: how the app is doing there, what waits for a person, settings, repair. */
export function portalRoutes(ground: Ground, parts: HttpParts): Router {
  const router = Router();
  router.get('/portal/health', (_request, response) => sendHealth(ground, parts, response));
  router.post(['/portal/repair', '/install/bind'], (_request, response) => repair(ground, parts, response));
  router.post('/portal/inbox/:inboxId/replay', (request, response) => replay(ground, request, response));
  router.post('/portal/moves/:moveId/decide', (request, response) => settleMove(ground, request, response));
  router.post('/portal/disappearances/:disappearanceId/decide', (request, response) =>
    settleDisappearance(ground, request, response),
  );
  router.post('/portal/outbox/:outboxId/decide', (request, response) =>
    settlePost(ground, request, response),
  );
  router.get('/portal/special-groups', (_request, response) => sendSpecialGroups(ground, response));
  router.put('/portal/special-groups', (request, response) => saveSpecialGroups(ground, request, response));
  return router;
}

async function sendHealth(ground: Ground, parts: HttpParts, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  requireRole(visitor, 'administrator', 'manager');
  const reach = await reachableClients(ground.db, visitor);
  await parts.rest.flush();
  const rest = { now: ground.clock.now(), limits: parts.rest.limits(visitor.portalId) };
  response.json(await readPortalHealth(ground.db, visitor.portalId, reach, rest));
}

async function repair(ground: Ground, parts: HttpParts, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  requireRole(visitor, 'administrator');
  const bound = await bindManifest(ground, parts.rest, visitor.portalId);
  const boundRobots = await repairRobots(ground, parts.rest, visitor.portalId);
  const repaired = { ...bound, boundRobots };
  await ground.db
    .transaction()
    .execute((tx) =>
      recordAction(tx, ground.clock, { ...who(visitor), what: 'repair-portal', after: repaired }),
    );
  response.json(repaired);
}

async function replay(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  requireRole(visitor, 'administrator', 'manager');
  const inboxId = idFrom(request, 'inboxId');
  const replayed = await ground.db.transaction().execute(async (tx) => {
    const rows = await replayParked(tx, ground.clock, visitor.portalId, inboxId);
    if (rows > 0)
      await recordAction(tx, ground.clock, { ...who(visitor), what: 'replay-parked', after: { inboxId } });
    return rows;
  });
  if (replayed === 0) throw notFound('Parked row');
  response.json({ replayed });
}

async function settleMove(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  const moveId = idFrom(request, 'moveId');
  const { requestId, ...decision } = decideMoveSchema.parse(request.body);
  await requireWithin(ground, visitor, 'Task move', clientsOfMove(ground.db, visitor.portalId, moveId));
  await decideOnce(
    ground,
    visitor,
    { what: 'decide-move', requestId, after: { moveId, ...decision } },
    (tx, actionId) =>
      decideMove(tx, ground, visitor.userId, { portalId: visitor.portalId, moveId, actionId, ...decision }),
  );
  response.json({ moveId });
}

async function settleDisappearance(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  const { portalId, userId } = visitor;
  const disappearanceId = idFrom(request, 'disappearanceId');
  const { requestId, confirm } = decideDisappearanceSchema.parse(request.body);
  await requireWithin(
    ground,
    visitor,
    'Disappearance',
    clientsOfDisappearance(ground.db, portalId, disappearanceId),
  );
  const action = { what: 'decide-disappearance', requestId, after: { disappearanceId, confirm } };
  await decideOnce(ground, visitor, action, (tx, actionId) =>
    decideDisappearance(tx, ground, userId, { portalId, disappearanceId, confirm, actionId }),
  );
  response.json({ disappearanceId });
}

async function settlePost(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  const { portalId } = visitor;
  const outboxId = idFrom(request, 'outboxId');
  const { requestId, decision } = decidePostSchema.parse(request.body);
  await requireWithin(ground, visitor, 'Post', clientsOfPost(ground.db, portalId, outboxId));
  await decideOnce(
    ground,
    visitor,
    { what: 'decide-post', requestId, after: { outboxId, decision } },
    async (tx, actionId) => {
      const rows = await decidePost(tx, ground, { portalId, outboxId, decision, actionId });
      return { groupIds: [], clientIds: rows.map((row) => row.client_id) };
    },
  );
  response.json({ outboxId });
}

/** A decision, its action and the note to the ledger are one transaction; a repeated request changes nothing. */
async function decideOnce(
  ground: Ground,
  visitor: Visitor,
  action: { what: string; requestId: string; after: unknown },
  decide: (
    tx: Tx,
    actionId: string,
  ) => Promise<{ groupIds: readonly number[]; clientIds?: readonly number[] }>,
): Promise<void> {
  const { portalId } = visitor;
  await ground.db.transaction().execute(async (tx) => {
    const { what, requestId, after } = action;
    const cause = `request:${requestId}`;
    const { actionId, repeated } = await recordAction(tx, ground.clock, {
      ...who(visitor),
      what,
      after,
      cause,
    });
    if (repeated) return;
    const { groupIds, clientIds = [] } = await decide(tx, actionId);
    const owners = await clientsOfGroups(tx, portalId, groupIds);
    for (const clientId of new Set([...owners, ...clientIds])) {
      const fact = { portalId, subject: 'client', subjectId: String(clientId), name: 'FACTS' };
      await acceptFact(tx, ground.clock, fact);
    }
  });
}

async function sendSpecialGroups(ground: Ground, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  requireRole(visitor, 'administrator', 'manager');
  response.json({ groups: await readSpecialGroups(ground.db, visitor.portalId) });
}

async function saveSpecialGroups(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  requireRole(visitor, 'administrator');
  const { groups } = specialGroupsSchema.parse(request.body);
  await ground.db.transaction().execute(async (tx) => {
    await lockPortal(tx, visitor.portalId);
    const before = await readSpecialGroups(tx, visitor.portalId);
    const taken = await clientsOfGroups(
      tx,
      visitor.portalId,
      groups.map((group) => group.groupId),
    );
    if (taken.length > 0) throw conflict('GROUP_HAS_CLIENT', 'A group of a client cannot be a special group');
    await replaceSpecialGroups(tx, visitor.portalId, groups);
    await recordAction(tx, ground.clock, {
      ...who(visitor),
      what: 'set-special-groups',
      before,
      after: groups,
    });
  });
  response.json({ groups });
}

/** Manager or administrator, and the matter concerns a client of theirs; foreign and absent look the same. */
async function requireWithin(
  ground: Ground,
  visitor: Visitor,
  what: string,
  clientIds: Promise<number[] | null>,
): Promise<void> {
  const concerned = await clientIds;
  requireRole(visitor, 'administrator', 'manager');
  const reach = await reachableClients(ground.db, visitor);
  if (!concerned || !within(reach, concerned)) throw notFound(what);
}

function who(visitor: Visitor): { portalId: string; userId: number } {
  return { portalId: visitor.portalId, userId: visitor.userId };
}

function idFrom(request: Request, name: string): string {
  return z
    .string()
    .regex(/^[\w.:-]{1,200}$/)
    .parse(request.params[name]);
}
