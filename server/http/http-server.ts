import { createServer, type Server } from 'node:http';
import type { Ground } from '../base/ground.js';
import { createEventDoor } from './event-door.js';
import { createExpressApp } from './express-app.js';
import type { HttpParts } from './parts.js';

/** Node lets a slow sender keep a socket for five minutes; nobody who talks to us needs that. */
const LIMITS = {
  headersTimeout: 10_000,
  requestTimeout: 20_000,
  keepAliveTimeout: 60_000,
  connectionsCheckingInterval: 2_000,
  maxHeaderSize: 16 * 1024,
} as const;
const MOST_CONNECTIONS = 5_000;

/** The app's one HTTP server, not listening yet. Stop it with `stopHttpServer`. */
export function createHttpServer(ground: Ground, parts: HttpParts): Server {
  const eventsPath = ground.config.manifest.handlers.events;
  const onEvent = createEventDoor(ground, parts);
  const app = createExpressApp(ground, parts);
  const server = createServer(LIMITS, (request, response) => {
    const path = (request.url ?? '').split('?', 1)[0];
    if (path === eventsPath) onEvent(request, response);
    else void app(request, response);
  });
  server.maxConnections = MOST_CONNECTIONS;
  return server;
}

/** Takes nothing new, lets what runs come to its end for `graceMs`, then ends the rest. */
export async function stopHttpServer(server: Server, graceMs: number): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearTimeout(timer);
}
