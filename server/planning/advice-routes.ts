import { Router } from 'express';
import { z } from 'zod';
import { requireRole, visitorOf } from '../access/index.js';
import { setSkillSchema } from '../api/index.js';
import type { Ground } from '../base/ground.js';
import { requireRead } from '../clients/index.js';
import { requireTask } from '../ledger/index.js';
import { foresightOf } from './foresee.js';
import { setSkill } from './set-skill.js';
import { showSkills } from './show-skills.js';
import { showClientPromises, showTaskPromise } from './show-promises.js';

const taskParam = z.object({ taskId: z.coerce.number().int().positive() });
const userParam = z.object({ userId: z.coerce.number().int().positive() });
const clientParam = z.object({ clientId: z.coerce.number().int().positive() });

/** By when work will be done (of a task, for whoever may see it; of a client's tasks, for its people and its managers), and who can do what. */
export function adviceRoutes(ground: Ground): Router {
  const { db } = ground;
  const router = Router();
  router.get('/tasks/:taskId/promise', async (request, response) => {
    const visitor = visitorOf(response);
    const { taskId } = taskParam.parse(request.params);
    const task = await requireTask(db, visitor, taskId);
    const outlook = await foresightOf(ground).ask(visitor.portalId);
    response.json(await showTaskPromise(db, visitor, { task, outlook }));
  });
  router.get('/clients/:clientId/promises', async (request, response) => {
    const visitor = visitorOf(response);
    const { clientId } = clientParam.parse(request.params);
    await requireRead(db, visitor, clientId);
    const outlook = await foresightOf(ground).ask(visitor.portalId);
    response.json(await showClientPromises(db, visitor, { clientId, outlook }));
  });
  router.get('/planning/skills', async (_request, response) => {
    const visitor = visitorOf(response);
    requireRole(visitor, 'administrator', 'manager', 'performer');
    response.json(await showSkills(db, visitor, ground.clock.now()));
  });
  router.put('/planning/people/:userId/skills', async (request, response) => {
    const visitor = visitorOf(response);
    requireRole(visitor, 'administrator', 'manager');
    const wanted = { ...setSkillSchema.parse(request.body), ...userParam.parse(request.params) };
    await db.transaction().execute((tx) => setSkill(tx, ground, visitor, wanted));
    response.json({});
  });
  return router;
}
