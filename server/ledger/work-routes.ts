import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { type Visitor, visitorOf } from '../access/index.js';
import { markWorkSchema } from '../api/index.js';
import { forbidden, notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { mayManage, requireManage } from '../clients/index.js';
import { markWork } from './mark-work.js';
import { mayDo, readTaskHours } from './task-hours-view.js';
import { readClientsOfTask, readEntryOfClient, requireTask } from './task-reach-view.js';

const taskParam = z.object({ taskId: z.coerce.number().int().positive() });
const entryParam = z.object({
  clientId: z.coerce.number().int().positive(),
  entryId: z.coerce.number().int().positive(),
});
const languageQuery = z.object({ language: z.enum(['ru', 'en']).default('ru') });

/** The tab of a task, and marks on tasks and entries. */
export function workRoutes(ground: Ground): Router {
  const router = Router();
  router.get('/tasks/:taskId', (request, response) => show(ground, request, response));
  router.post('/tasks/:taskId/mark', (request, response) => markTask(ground, request, response));
  router.post('/clients/:clientId/entries/:entryId/mark', (request, response) =>
    markEntry(ground, request, response),
  );
  return router;
}

async function show(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  const { taskId } = taskParam.parse(request.params);
  const { language } = languageQuery.parse(request.query);
  const task = await requireTask(ground.db, visitor, taskId);
  response.json(await readTaskHours(ground.db, task, { visitor, language, now: ground.clock.now() }));
}

async function markTask(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  const { taskId } = taskParam.parse(request.params);
  const task = await requireTask(ground.db, visitor, taskId);
  const wanted = markWorkSchema.parse(request.body);
  requireAllowed(wanted, mayDo(visitor, task));
  const clientIds = await readClientsOfTask(ground.db, visitor.portalId, taskId);
  // The mark moves hours of all of them: whoever manages only some may not.
  if (mayManage(visitor)) for (const clientId of clientIds) await requireManage(ground.db, visitor, clientId);
  await ground.db
    .transaction()
    .execute((tx) => markWork(tx, ground, visitor, { taskId, entryId: 0, clientIds }, wanted));
  response.json({});
}

async function markEntry(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  const { clientId, entryId } = entryParam.parse(request.params);
  const entry = await entryToMark(ground, visitor, clientId, entryId);
  const wanted = markWorkSchema.parse(request.body);
  const manages = mayManage(visitor);
  requireAllowed(wanted, { markType: true, markUrgency: manages, markCourtesy: manages });
  const thing = { taskId: entry.taskId, entryId, clientIds: [clientId] };
  await ground.db.transaction().execute((tx) => markWork(tx, ground, visitor, thing, wanted));
  response.json({});
}

/** A manager marks every entry of the client, a performer their own; the others do not learn that it is there. */
async function entryToMark(
  ground: Ground,
  visitor: Visitor,
  clientId: number,
  entryId: number,
): Promise<{ taskId: number; userId: number }> {
  const entry = await readEntryOfClient(ground.db, { portalId: visitor.portalId, clientId }, entryId);
  if (visitor.role === 'performer') {
    if (entry?.userId !== visitor.userId) throw notFound('Entry');
    return entry;
  }
  await requireManage(ground.db, visitor, clientId);
  if (!entry) throw notFound('Entry');
  return entry;
}

function requireAllowed(
  wanted: z.infer<typeof markWorkSchema>,
  may: { markType: boolean; markUrgency: boolean; markCourtesy: boolean },
): void {
  const asked: [unknown, boolean][] = [
    [wanted.workType, may.markType],
    [wanted.urgency, may.markUrgency],
    [wanted.courtesyReason, may.markCourtesy],
  ];
  if (asked.some(([value, allowed]) => value !== undefined && !allowed)) {
    throw forbidden('Only a manager of the client may mark this');
  }
}
