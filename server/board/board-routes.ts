import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { requireRole, type Visitor, visitorOf } from '../access/index.js';
import { moveCardSchema, saveBoardWaysSchema } from '../api/index.js';
import { notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { type BoardDoors, moveCard } from './move-card.js';
import { setWays, showWays } from './set-ways.js';
import { showPerformers } from './show-performers.js';
import { showBoard } from './show-board.js';

const taskParam = z.object({ taskId: z.coerce.number().int().positive() });

/** The wall board of the department. For clients there is none. */
export function boardRoutes(ground: Ground, doors: BoardDoors): Router {
  const router = Router();
  router.get('/board', async (_request, response) => {
    response.json(await showBoard(ground.db, staffOf(response), ground.clock.now()));
  });
  router.post('/board/move', async (request, response) => {
    const visitor = staffOf(response);
    response.json(await moveCard(ground, doors, visitor, moveCardSchema.parse(request.body)));
  });
  router.get('/tasks/:taskId/performers', async (request, response) => {
    const visitor = staffOf(response);
    requireRole(visitor, 'administrator', 'manager');
    const { taskId } = taskParam.parse(request.params);
    response.json(await showPerformers(ground, visitor, taskId));
  });
  router.get('/board/settings', async (_request, response) => {
    const visitor = staffOf(response);
    requireRole(visitor, 'administrator');
    response.json(await showWays(ground.db, visitor.portalId, ground.clock.now()));
  });
  router.put('/board/settings', (request, response) => save(ground, request, response));
  return router;
}

async function save(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = staffOf(response);
  requireRole(visitor, 'administrator');
  const wanted = saveBoardWaysSchema.parse(request.body);
  await ground.db.transaction().execute((tx) => setWays(tx, ground, visitor, wanted));
  response.json(await showWays(ground.db, visitor.portalId, ground.clock.now()));
}

function staffOf(response: Response): Visitor {
  const visitor = visitorOf(response);
  if (visitor.role === 'client') throw notFound('Board');
  return visitor;
}
