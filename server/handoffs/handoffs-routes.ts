import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { requireRole, type Visitor, visitorOf } from '../access/index.js';
import { handOffSchema, type HandoffView, handoffStepSchema } from '../api/index.js';
import { badInput, forbidden, notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { mayManage, requireManage } from '../clients/index.js';
import { requireTask } from '../ledger/index.js';
import type { PortalRest } from '../portal/rest/index.js';
import { endHandoff } from './end-handoff.js';
import { handOff } from './hand-off.js';
import { isHandedOver } from './handoffs-store.js';
import { readHandoffs } from './handoffs-view.js';
import { readSource } from './read-source.js';
import { readTargets } from './targets-view.js';
import { waiveBilled } from './waive-billed.js';

const taskParam = z.object({ taskId: z.coerce.number().int().positive() });
const handoffParam = z.object({ handoffId: z.coerce.number().int().positive() });

/** Work handed over between departments. For staff: a client reads of it in the comments of their task. */
export function handoffsRoutes(ground: Ground, rest: PortalRest): Router {
  const router = Router();
  router.get('/handoffs', (_request, response) => list(ground, response));
  router.get('/tasks/:taskId/handoffs', (request, response) => ofTask(ground, request, response));
  router.post('/tasks/:taskId/handoffs', (request, response) => hand(ground, rest, request, response));
  router.post('/handoffs/:handoffId/steps', (request, response) => step(ground, request, response));
  return router;
}

function staffOf(response: Response): Visitor {
  const visitor = visitorOf(response);
  requireRole(visitor, 'administrator', 'manager', 'performer');
  return visitor;
}

async function list(ground: Ground, response: Response): Promise<void> {
  const visitor = staffOf(response);
  response.json({ handoffs: await readHandoffs(ground.db, { visitor, now: ground.clock.now() }) });
}

async function ofTask(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = staffOf(response);
  const { taskId } = taskParam.parse(request.params);
  const task = await requireTask(ground.db, visitor, taskId);
  const isOver = await isHandedOver(ground.db, visitor.portalId, taskId);
  const { targets, missing } = isOver
    ? { targets: [], missing: null }
    : await readTargets(ground.db, visitor, task);
  const handoffs = await readHandoffs(ground.db, { visitor, now: ground.clock.now(), taskId });
  response.json({ handoffs, targets: targets.map(({ clientId: _clientId, ...target }) => target), missing });
}

async function hand(ground: Ground, rest: PortalRest, request: Request, response: Response): Promise<void> {
  const visitor = staffOf(response);
  const { taskId } = taskParam.parse(request.params);
  const task = await requireTask(ground.db, visitor, taskId);
  const { requestId, way, groupId, note, responsibleId } = handOffSchema.parse(request.body);
  const { targets } = await readTargets(ground.db, visitor, task);
  const target = targets.find((one) => one.way === way && one.groupId === groupId);
  if (!target) throw forbidden('This task cannot be handed over there');
  if (responsibleId !== null && !target.people.some((one) => one.userId === responsibleId))
    throw badInput('NOT_IN_GROUP', 'Whoever is to do it is not in that group', { responsibleId });
  const { clientId } = target;
  if (mayManage(visitor)) await requireManage(ground.db, visitor, clientId);
  const source = await readSource(ground, rest, visitor.portalId, taskId);
  const handing = { requestId, clientId, target, note, responsibleId, source };
  await ground.db.transaction().execute((tx) => handOff(tx, ground, visitor, task, handing));
  response.json({});
}

async function step(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = staffOf(response);
  const { handoffId } = handoffParam.parse(request.params);
  const wanted = handoffStepSchema.parse(request.body);
  const now = ground.clock.now();
  const [seen] = await readHandoffs(ground.db, { visitor, now, handoffId });
  if (!seen) throw notFound('Hand-off');
  await ground.db.transaction().execute((tx) => {
    const { requestId } = wanted;
    if (wanted.step.do === 'waive') {
      requireWaiving(seen);
      return waiveBilled(tx, ground, visitor, { handoffId, requestId, reason: wanted.step.reason });
    }
    const refusedFor = wanted.step.do === 'refuse' ? wanted.step.reason : null;
    requireEnding(visitor, seen, refusedFor !== null);
    return endHandoff(tx, ground, visitor, { handoffId, requestId, refusedFor });
  });
  response.json({});
}

function requireWaiving(seen: HandoffView): void {
  if (seen.waivableSeconds === null) throw forbidden('Only a manager of the client may give hours back');
}

/** Of one that is over the action says so itself, or answers a repeated request. */
function requireEnding(visitor: Visitor, seen: HandoffView, refuses: boolean): void {
  if (mayManage(visitor) || seen.state !== 'open') return;
  const isBegun = !seen.may.takeBack && seen.may.refuse;
  if (refuses ? seen.may.refuse : seen.may.takeBack || isBegun) return;
  throw forbidden('Only the receiving side, or a manager, may do this');
}
