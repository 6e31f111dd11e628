import { join } from 'node:path';
import express, { type Express, type RequestHandler, Router } from 'express';
import helmet from 'helmet';
import { notFound } from '../base/errors.js';
import type { Ground } from '../base/ground.js';
import { httpAnswered } from '../base/telemetry.js';
import { authenticate } from './authenticate.js';
import { groundRoutes } from './ground-routes.js';
import { pageRoutes } from './page-routes.js';
import type { HttpParts } from './parts.js';
import { portalRoutes } from './portal-routes.js';
import { problemHandler } from './problem.js';
import { sessionRoutes } from './session-routes.js';

/** Every door but the event door. */
export function createExpressApp(ground: Ground, parts: HttpParts): Express {
  const app = express();
  app.disable('x-powered-by');
  // A reverse proxy on this machine or in this network tells the sender's address; nobody else is asked.
  app.set('trust proxy', ['loopback', 'linklocal', 'uniquelocal']);
  app.set('query parser', 'simple');
  app.use(noteAnswers(ground));
  app.use(groundRoutes(ground));
  app.use(
    '/assets',
    express.static(join(parts.widgetDir, 'assets'), { immutable: true, maxAge: '365d', index: false }),
  );
  app.use(pageRoutes(ground, parts));
  app.use('/api/v1', helmet(), noStore, apiRoutes(ground, parts));
  app.use(() => {
    throw notFound('Page');
  });
  app.use(problemHandler(ground));
  return app;
}

function apiRoutes(ground: Ground, parts: HttpParts): Router {
  const api = Router();
  api.use(sessionRoutes(ground, parts));
  api.use(authenticate(ground), express.json({ limit: '256kb' }));
  api.use(portalRoutes(ground, parts));
  for (const router of parts.routers) api.use(router);
  return api;
}

const noStore: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store');
  next();
};

/** One line and one count per answer: method, path and time; never a query, a header or a body. */
function noteAnswers(ground: Ground): RequestHandler {
  return (request, response, next) => {
    const { method, path } = request;
    const startedAt = process.hrtime.bigint();
    response.on('finish', () => {
      const durationMs = Number(process.hrtime.bigint() - startedAt) / 1e6;
      httpAnswered(routeLabel(path), response.statusCode);
      ground.log.debug({ method, path, status: response.statusCode, durationMs }, 'answered');
    });
    next();
  };
}

/** Few labels: a path may hold ids. */
function routeLabel(path: string): string {
  const known = ['/api/v1', '/app', '/install', '/assets', '/healthz', '/readyz', '/metrics'];
  return known.find((prefix) => path === prefix || path.startsWith(`${prefix}/`)) ?? 'other';
}
