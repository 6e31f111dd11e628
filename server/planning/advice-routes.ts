import { Router } from 'express';
import { z } from 'zod';
import { visitorOf } from '../access/index.js';
import type { Ground } from '../base/ground.js';
import { requireRead } from '../clients/index.js';
import { requireTask } from '../ledger/index.js';
import { createForesight } from './foresee.js';
import { showClientPromises, showTaskPromise } from './show-promises.js';

const taskParam = z.object({ taskId: z.coerce.number().int().positive() });
const clientParam = z.object({ clientId: z.coerce.number().int().positive() });

/** By when work will be done: of a task, for whoever may see it; of a client's tasks, for its people and its managers. */
export function adviceRoutes(ground: Ground): Router {
  const { db } = ground;
  const foresight = createForesight(ground);
  const router = Router();
  router.get('/tasks/:taskId/promise', async (request, response) => {
    const visitor = visitorOf(response);
    const { taskId } = taskParam.parse(request.params);
    const task = await requireTask(db, visitor, taskId);
    const outlook = await foresight.ask(visitor.portalId);
    response.json(await showTaskPromise(db, visitor, { task, outlook }));
  });
  router.get('/clients/:clientId/promises', async (request, response) => {
    const visitor = visitorOf(response);
    const { clientId } = clientParam.parse(request.params);
    await requireRead(db, visitor, clientId);
    const outlook = await foresight.ask(visitor.portalId);
    response.json(await showClientPromises(db, visitor, { clientId, outlook }));
  });
  return router;
}
