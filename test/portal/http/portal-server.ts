import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Control } from '../control/control.js';
import { controlRoute } from '../control/control-route.js';
import { grant } from '../oauth/grant.js';
import { authorize } from '../oauth/authorize.js';
import { restRoute } from '../rest/rest-route.js';
import { originOf, type World } from '../world/world.js';
import { readBody } from './body.js';
import { parseForm } from './php-form.js';

/** A page of the portal's own site; false = not mine, go on. */
export type PageHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
) => Promise<boolean> | boolean;

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

async function oauthRoute(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const query = parseForm(url.search.slice(1));
  if (url.pathname.startsWith('/oauth/token')) {
    world.stats.tokenRequestsAtPortal += 1;
    const body = await readBody(request);
    const answer = grant([world], { ...query, ...body.params });
    return sendJson(response, answer.status, answer.body);
  }
  const answer = authorize(world, query);
  if ('refused' in answer) return sendJson(response, answer.refused.status, answer.refused.body);
  response.writeHead(302, { Location: answer.redirectTo });
  response.end();
}

function diskRoute(world: World, response: ServerResponse, url: URL): void {
  const file = world.data.files.get(Number(url.pathname.split('/')[2]));
  if (file === undefined) return sendJson(response, 404, { error: 'not found' });
  response.writeHead(200, {
    'Content-Type': 'application/octet-stream',
    'Content-Length': file.size,
    'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
  });
  response.end(file.content);
}

async function route(
  world: World,
  control: Control,
  page: PageHandler | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://portal.invalid');
  world.stats.httpRequests += 1;
  if (/^\/+rest\//.test(url.pathname)) return restRoute(world, request, response, url);
  if (url.pathname.startsWith('/control')) return controlRoute(control, request, response, url);
  if (url.pathname.startsWith('/oauth/')) return oauthRoute(world, request, response, url);
  if (url.pathname.startsWith('/disk/')) return diskRoute(world, response, url);
  if (world.address.oldDomains.has(request.headers.host ?? '')) {
    response.writeHead(302, { Location: `${originOf(world)}${request.url ?? '/'}` });
    response.end();
    return;
  }
  if (page && (await page(request, response, url))) return;
  sendJson(response, 404, { error: 'not found' });
}

export function portalListener(
  world: World,
  control: Control,
  page: PageHandler | undefined,
): RequestListener {
  return (request, response) => {
    route(world, control, page, request, response).catch((error: unknown) => {
      process.stderr.write(
        `simulated portal: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
      );
      if (!response.headersSent)
        sendJson(response, 500, {
          error: 'INTERNAL_SERVER_ERROR',
          error_description: 'Internal server error',
        });
      else response.destroy();
    });
  };
}

export async function listen(
  listener: RequestListener,
  host: string,
  port: number,
): Promise<{ server: Server; port: number }> {
  const server = createServer(listener);
  // longer than any client keeps an idle connection, so none is cut under a request
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return { server, port: (server.address() as AddressInfo).port };
}

export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
