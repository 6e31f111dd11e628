import { createHash, timingSafeEqual } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import type { Ground } from '../base/ground.js';
import { metricsText } from '../base/telemetry.js';
import { problemOf, sendProblem } from './problem.js';
import { isSchemaCurrent } from './readiness-view.js';

const LOOPBACK = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];

/** `/healthz`: the process runs. `/readyz`: it can work. `/metrics`: figures for the operator, not public. */
export function groundRoutes(ground: Ground): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
  router.get('/readyz', (_request, response) => sendReadiness(ground, response));
  router.get('/metrics', async (request, response) => {
    if (!mayReadMetrics(ground, request)) return sendProblem(response, problemOf(404, 'NOT_FOUND'));
    const { contentType, text } = await metricsText();
    response.set('Content-Type', contentType).send(text);
  });
  return router;
}

async function sendReadiness(ground: Ground, response: Response): Promise<void> {
  try {
    const ready = await isSchemaCurrent(ground.db);
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'migrating' });
  } catch (error) {
    ground.log.error({ err: error }, 'the database does not answer');
    response.status(503).json({ status: 'no-database' });
  }
}

/** With the token, or from this machine itself: a request that a proxy passed on comes from elsewhere. */
function mayReadMetrics(ground: Ground, request: Request): boolean {
  const token = /^Bearer (\S{1,500})$/.exec(request.headers.authorization ?? '')?.[1];
  if (token !== undefined)
    return ground.config.metricsToken !== null && equalTexts(token, ground.config.metricsToken);
  const { headers, socket } = request;
  const proxied = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'].some(
    (name) => headers[name] !== undefined,
  );
  return !proxied && LOOPBACK.includes(socket.remoteAddress ?? '');
}

function equalTexts(a: string, b: string): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
}
