import { json, Router } from 'express';
import { openSession } from '../access/index.js';
import { openSessionSchema } from '../api/index.js';
import type { Ground } from '../base/ground.js';
import { limitRequests } from './limit-requests.js';
import type { HttpParts } from './parts.js';

/** An office behind one address opens the app in the morning; more than this a minute is nobody's office. */
const SESSIONS_A_MINUTE = 120;

/** `POST /api/v1/session`: the one call without a session. */
export function sessionRoutes(ground: Ground, parts: HttpParts): Router {
  const router = Router();
  router.post(
    '/session',
    limitRequests(SESSIONS_A_MINUTE),
    json({ limit: '4kb' }),
    async (request, response) => {
      const session = await openSession(ground, parts.rest, openSessionSchema.parse(request.body));
      response.json(session);
    },
  );
  return router;
}
