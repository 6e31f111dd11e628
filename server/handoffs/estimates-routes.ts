import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { type Visitor, visitorOf } from '../access/index.js';
import {
  type EstimateStep,
  estimateStepSchema,
  offerEstimateSchema,
  requestEstimateSchema,
} from '../api/index.js';
import { badInput, forbidden, notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { mayManage, readReportTaskIds } from '../clients/index.js';
import { requireTask, type TaskInReach } from '../ledger/index.js';
import type { PortalRest } from '../portal/rest/index.js';
import { readHint } from './accuracy-view.js';
import { type EstimateRow, readEstimate, readQuestions } from './estimates-store.js';
import { readEstimates } from './estimates-view.js';
import { offerPackage } from './offer-package.js';
import { readNamer, readPeopleOfGroups } from './people-view.js';
import { planAsVisitor } from './plan-as-visitor.js';
import { requestEstimate } from './request-estimate.js';
import { nextOf, takeEstimateStep } from './step-estimate.js';

const taskParam = z.object({ taskId: z.coerce.number().int().positive() });
const estimateParam = z.object({ estimateId: z.coerce.number().int().positive() });

/** Tasks to be sized: from the request to the approved hours. A client sees what waits for their word. */
export function estimatesRoutes(ground: Ground, rest: PortalRest): Router {
  const router = Router();
  router.get('/estimates', (_request, response) => list(ground, response));
  router.get('/tasks/:taskId/estimates', (request, response) => ofTask(ground, request, response));
  router.post('/tasks/:taskId/estimates', (request, response) => ask(ground, request, response));
  router.post('/estimates/:estimateId/steps', (request, response) => step(ground, rest, request, response));
  router.get('/estimates/:estimateId/hint', (request, response) => hint(ground, request, response));
  router.post('/estimates/:estimateId/offer', (request, response) => offer(ground, request, response));
  return router;
}

async function list(ground: Ground, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  response.json({ estimates: await readEstimates(ground.db, { visitor, now: ground.clock.now() }) });
}

async function ofTask(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  const { taskId } = taskParam.parse(request.params);
  const task = await requireTask(ground.db, visitor, taskId);
  response.json({
    estimates: await readEstimates(ground.db, { visitor, now: ground.clock.now(), taskId }),
    mayRequest: await mayRequest(ground, visitor, task),
    people: visitor.role === 'client' ? [] : await readPeople(ground, visitor, task),
  });
}

async function mayRequest(ground: Ground, { portalId }: Visitor, task: TaskInReach): Promise<boolean> {
  return !(await readReportTaskIds(ground.db, portalId)).includes(task.taskId);
}

/** Whoever is responsible first, then the group's people. */
async function readPeople(ground: Ground, { portalId }: Visitor, task: TaskInReach) {
  const { responsibleId, groupId } = task;
  const people = (await readPeopleOfGroups(ground.db, portalId, [groupId])).get(groupId) ?? [];
  const name = await readNamer(ground.db, portalId, [responsibleId]);
  const others = people.filter((one) => one.userId !== responsibleId);
  return [{ userId: responsibleId, name: name(responsibleId) ?? `#${responsibleId}` }, ...others];
}

async function ask(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  const { taskId } = taskParam.parse(request.params);
  const task = await requireTask(ground.db, visitor, taskId);
  const { requestId, note, performerId, forClient } = requestEstimateSchema.parse(request.body);
  if (!(await mayRequest(ground, visitor, task))) throw forbidden('This task carries reports');
  if (performerId !== null) await requirePerson(ground, visitor, task, performerId);
  const wanted = {
    ...{ task, requestId, note, source: 'person' as const },
    performerId: performerId ?? task.responsibleId,
    // A client who asks also wants to agree.
    forClient: forClient || visitor.role === 'client',
  };
  await ground.db.transaction().execute((tx) => requestEstimate(tx, ground, visitor, wanted));
  response.json({});
}

async function requirePerson(
  ground: Ground,
  visitor: Visitor,
  task: TaskInReach,
  userId: number,
): Promise<void> {
  const people = visitor.role === 'client' ? [] : await readPeople(ground, visitor, task);
  if (!people.some((one) => one.userId === userId))
    throw badInput('NOT_IN_GROUP', 'Whoever is asked is not in the group', { userId });
}

async function step(ground: Ground, rest: PortalRest, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  const { estimateId } = estimateParam.parse(request.params);
  const wanted = estimateStepSchema.parse(request.body);
  const row = await requireEstimate(ground, visitor, estimateId);
  const isPlanned = await planFirst(ground, rest, visitor, { row, wanted });
  const stepping = { estimateId, wanted, isPlanned };
  await ground.db.transaction().execute((tx) => takeEstimateStep(tx, ground, visitor, stepping));
  response.json({});
}

async function requireEstimate(ground: Ground, visitor: Visitor, estimateId: number): Promise<EstimateRow> {
  const row = await readEstimate(ground.db, visitor.portalId, estimateId);
  if (!row) throw notFound('Estimate');
  return row;
}

/** Where the step approves, a member of staff sets the planned time themselves, with the token of their page. */
async function planFirst(
  ground: Ground,
  rest: PortalRest,
  visitor: Visitor,
  { row, wanted }: { row: EstimateRow; wanted: EstimateStep },
): Promise<boolean> {
  const { accessToken } = wanted;
  if (accessToken === undefined || !mayManage(visitor)) return false;
  if (wanted.step.do !== 'approve' && wanted.step.do !== 'agree') return false;
  const questions = await readQuestions(ground.db, row.portal_id, [row.estimate_id]);
  const next = await nextOf(ground.db, visitor, { row, questions, wanted }).catch(() => null);
  if (next?.state !== 'approved' || next.approvedSeconds === null) return false;
  const plan = { taskId: row.task_id, seconds: next.approvedSeconds, accessToken };
  return planAsVisitor(ground, rest, visitor, plan);
}

async function hint(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  const { estimateId } = estimateParam.parse(request.params);
  const now = ground.clock.now();
  const [seen] = await readEstimates(ground.db, { visitor, now, estimateId });
  const row = await readEstimate(ground.db, visitor.portalId, estimateId);
  if (!seen || !row || visitor.role === 'client') throw notFound('Estimate');
  response.json({ hint: await readHint(ground.db, row, now) });
}

async function offer(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  const { estimateId } = estimateParam.parse(request.params);
  const { requestId } = offerEstimateSchema.parse(request.body);
  const now = ground.clock.now();
  const [seen] = await readEstimates(ground.db, { visitor, now, estimateId });
  if (!seen) throw notFound('Estimate');
  if (!mayManage(visitor)) throw forbidden('Only a manager of the client may offer a package');
  await ground.db.transaction().execute((tx) => offerPackage(tx, ground, visitor, { estimateId, requestId }));
  response.json({});
}
