import { type Request, type Response, Router } from 'express';
import { recordAction, requireRole, visitorOf } from '../access/index.js';
import { agreeToPostSchema, askToPostSchema, releasePostingSchema } from '../api/index.js';
import { badInput, forbidden } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import {
  authorisePosting,
  keepPosting,
  lockPortal,
  readAskedToPost,
  readOwnToken,
  releasePosting,
  writeAskedToPost,
} from '../portal/installs/index.js';
import type { PortalRest } from '../portal/rest/index.js';
import { isEmployee } from './people-view.js';
import { readPosting } from './posting-view.js';

/** In whose name reports appear: asking somebody, agreeing on one's own page, taking it back. */
export function postingRoutes(ground: Ground, rest: PortalRest): Router {
  const router = Router();
  router.get('/portal/posting', (_request, response) => show(ground, response));
  router.put('/portal/posting/asked', (request, response) => ask(ground, request, response));
  router.post('/portal/posting', (request, response) => agree(ground, rest, request, response));
  router.post('/portal/posting/release', (request, response) => release(ground, request, response));
  return router;
}

async function show(ground: Ground, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  requireRole(visitor, 'administrator', 'manager', 'performer');
  response.json(await readPosting(ground.db, visitor));
}

async function ask(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  requireRole(visitor, 'administrator');
  const { portalId, userId: by } = visitor;
  const { requestId, userId } = askToPostSchema.parse(request.body);
  if (userId !== null && !(await isEmployee(ground.db, portalId, userId))) {
    throw badInput('NOT_AN_EMPLOYEE', 'Only an employee who works here can post', { userId });
  }
  await ground.db.transaction().execute(async (tx) => {
    await lockPortal(tx, portalId);
    const before = await readAskedToPost(tx, portalId);
    const { repeated } = await recordAction(tx, ground.clock, {
      ...{ portalId, userId: by, what: 'ask-to-post', cause: `ask-to-post:${requestId}` },
      ...{ before: before && { userId: before.userId }, after: userId === null ? null : { userId } },
    });
    if (repeated) return;
    const asked = userId === null ? null : { userId, by, at: ground.clock.now() };
    await writeAskedToPost(tx, portalId, asked);
  });
  await show(ground, response);
}

async function agree(ground: Ground, rest: PortalRest, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  requireRole(visitor, 'administrator', 'manager', 'performer');
  const { portalId, userId } = visitor;
  const { requestId, refreshToken } = agreeToPostSchema.parse(request.body);
  const asked = await readAskedToPost(ground.db, portalId);
  if (visitor.role !== 'administrator' && asked?.userId !== userId) {
    throw forbidden('An administrator has to ask this person first');
  }
  const row = await authorisePosting(ground, rest, { portalId, userId, refreshToken });
  await ground.db.transaction().execute(async (tx) => {
    await lockPortal(tx, portalId);
    const before = await readOwnToken(tx, portalId, 'posting');
    const { repeated } = await recordAction(tx, ground.clock, {
      ...{ portalId, userId, what: 'agree-to-post', cause: `agree-to-post:${requestId}` },
      ...{ before: before && { userId: before.userId }, after: { userId } },
    });
    if (repeated) return;
    await keepPosting(tx, row);
    if (asked?.userId === userId) await writeAskedToPost(tx, portalId, null);
  });
  await show(ground, response);
}

async function release(ground: Ground, request: Request, response: Response): Promise<void> {
  const visitor = visitorOf(response);
  requireRole(visitor, 'administrator', 'manager', 'performer');
  const { portalId, userId } = visitor;
  const { requestId } = releasePostingSchema.parse(request.body);
  await ground.db.transaction().execute(async (tx) => {
    await lockPortal(tx, portalId);
    const before = await readOwnToken(tx, portalId, 'posting');
    if (visitor.role !== 'administrator' && before?.userId !== userId) {
      throw forbidden('Only an administrator, or the person themselves');
    }
    if (before === null) return;
    const { repeated } = await recordAction(tx, ground.clock, {
      ...{ portalId, userId, what: 'release-posting', before: { userId: before.userId } },
      cause: `release-posting:${requestId}`,
    });
    if (!repeated) await releasePosting(tx, portalId);
  });
  await show(ground, response);
}
