import { type Request, type Response, Router } from 'express';
import { requireRole, visitorOf } from '../access/index.js';
import { previewWorkRulesSchema, saveWorkRulesSchema } from '../api/index.js';
import type { Ground } from '../base/ground.js';
import { saveWorkRules } from './save-work-rules.js';
import { previewWorkRules, readWorkRulesView } from './work-rules-view.js';

/** Which work type a task has that nobody marked: the portal's rules. */
export function workRulesRoutes(ground: Ground): Router {
  const router = Router();
  router.get('/work-rules', (_request, response) => show(ground, response));
  router.put('/work-rules', (request, response) => save(ground, request, response));
  router.post('/work-rules/preview', (request, response) => preview(ground, request, response));
  return router;
}

async function show(ground: Ground, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  requireRole(visitor, 'administrator');
  response.json(await readWorkRulesView(ground.db, visitor.portalId));
}

async function save(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  requireRole(visitor, 'administrator');
  const wanted = saveWorkRulesSchema.parse(request.body);
  await ground.db.transaction().execute((tx) => saveWorkRules(tx, ground, visitor, wanted));
  response.json(await readWorkRulesView(ground.db, visitor.portalId));
}

async function preview(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  requireRole(visitor, 'administrator');
  const { rules } = previewWorkRulesSchema.parse(request.body);
  response.json(await previewWorkRules(ground.db, visitor.portalId, rules));
}
