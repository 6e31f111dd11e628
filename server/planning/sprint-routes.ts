import { type Response, Router } from 'express';
import { z } from 'zod';
import { requireRole, type Visitor, visitorOf } from '../access/index.js';
import {
  changeSprintSchema,
  daySchema,
  freeTaskSchema,
  moveTaskSchema,
  refineSprintSchema,
} from '../api/index.js';
import type { Day } from '../base/days.js';
import type { Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import { requireRead } from '../clients/index.js';
import { type Changed, discardDraft, freeTask, moveTask, replanSprint } from './change-sprint.js';
import { showClientSprint } from './client-sprint.js';
import { previewPosts, publishSprint } from './publish-sprint.js';
import { askRefining, cancelRefining, lookAtRefining } from './refine-sprint.js';
import { showSprint, viewOf } from './show-sprint.js';
import type { TellClient } from './sprint-posts.js';
import { mondayOf } from './rules/week-days.js';

const weekParam = z.object({ weekOn: z.union([z.literal('now'), daySchema]) });
const clientParam = z.object({ clientId: z.coerce.number().int().positive() });

/** The week's plan: read by the staff, changed by managers; clients see their own part. */
export function sprintRoutes(ground: Ground, hands: { tellClient: TellClient }): Router {
  const router = Router();
  const changes = (visitor: Visitor, work: (tx: Tx) => Promise<Changed>) => answer(ground, visitor, work);
  router.get('/planning/sprints/:weekOn', async (request, response) => {
    const visitor = visitorOf(response);
    requireRole(visitor, 'administrator', 'manager', 'performer');
    response.json(await showSprint(ground.db, visitor, at(ground, request.params)));
  });
  router.get('/planning/sprints/:weekOn/posts', async (request, response) => {
    const { portalId } = managerOf(response);
    response.json(await previewPosts(ground.db, { portalId, ...at(ground, request.params) }));
  });
  router.post('/planning/sprints/:weekOn/move', async (request, response) => {
    const visitor = managerOf(response);
    const wanted = { ...moveTaskSchema.parse(request.body), ...week(request.params) };
    response.json(await changes(visitor, (tx) => moveTask(tx, ground, visitor, wanted)));
  });
  router.post('/planning/sprints/:weekOn/free', async (request, response) => {
    const visitor = managerOf(response);
    const wanted = { ...freeTaskSchema.parse(request.body), ...week(request.params) };
    response.json(await changes(visitor, (tx) => freeTask(tx, ground, visitor, wanted)));
  });
  router.post('/planning/sprints/:weekOn/replan', async (request, response) => {
    const visitor = managerOf(response);
    const wanted = { ...changeSprintSchema.parse(request.body), ...week(request.params) };
    response.json(await changes(visitor, (tx) => replanSprint(tx, ground, visitor, wanted)));
  });
  router.post('/planning/sprints/:weekOn/discard', async (request, response) => {
    const visitor = managerOf(response);
    const wanted = { ...changeSprintSchema.parse(request.body), ...week(request.params) };
    await ground.db.transaction().execute((tx) => discardDraft(tx, ground, visitor, wanted));
    response.json(await showSprint(ground.db, visitor, at(ground, request.params)));
  });
  router.post('/planning/sprints/:weekOn/publish', async (request, response) => {
    const visitor = managerOf(response);
    const wanted = { ...changeSprintSchema.parse(request.body), ...week(request.params), ...hands };
    await ground.db.transaction().execute((tx) => publishSprint(tx, ground, visitor, wanted));
    response.json(await showSprint(ground.db, visitor, at(ground, request.params)));
  });
  router.post('/planning/sprints/:weekOn/refine', async (request, response) => {
    const visitor = managerOf(response);
    const wanted = { ...refineSprintSchema.parse(request.body), ...week(request.params) };
    await ground.db.transaction().execute((tx) => askRefining(tx, ground, visitor, wanted));
    response.json(await lookAtRefining(ground.db, refiningOf(response, request.params)));
  });
  router.get('/planning/sprints/:weekOn/refine', async (request, response) => {
    response.json(await lookAtRefining(ground.db, refiningOf(response, request.params)));
  });
  router.post('/planning/sprints/:weekOn/refine/cancel', async (request, response) => {
    const of = refiningOf(response, request.params);
    await ground.db.transaction().execute((tx) => cancelRefining(tx, ground, of));
    response.json(await lookAtRefining(ground.db, of));
  });
  router.get('/clients/:clientId/sprint', async (request, response) => {
    const visitor = visitorOf(response);
    const { clientId } = clientParam.parse(request.params);
    await requireRead(ground.db, visitor, clientId);
    const of = { portalId: visitor.portalId, clientId, now: ground.clock.now() };
    response.json(await showClientSprint(ground.db, of));
  });
  return router;
}

function managerOf(response: Response): Visitor {
  const visitor = visitorOf(response);
  requireRole(visitor, 'administrator', 'manager');
  return visitor;
}

function refiningOf(response: Response, params: unknown): { portalId: string; weekOn: Day } {
  const { portalId } = managerOf(response);
  return { portalId, ...week(params) };
}

function at(ground: Ground, params: unknown): { now: number; weekOn?: Day | undefined } {
  const { weekOn } = weekParam.parse(params);
  return { now: ground.clock.now(), weekOn: weekOn === 'now' ? undefined : weekOn };
}

/** Changes name their week by a day: `now` may be another one a moment later. */
function week(params: unknown): { weekOn: Day } {
  const { weekOn } = z.object({ weekOn: daySchema }).parse(params);
  return { weekOn: mondayOf(weekOn) };
}

async function answer(ground: Ground, visitor: Visitor, work: (tx: Tx) => Promise<Changed>) {
  const { state, effects } = await ground.db.transaction().execute(work);
  return { sprint: await viewOf(ground.db, visitor, state), effects };
}
