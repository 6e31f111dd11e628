import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { readBody } from '../http/body.js';
import { parseForm } from '../http/php-form.js';
import type { Params } from '../world/json.js';
import { asText } from '../world/json.js';
import type { World } from '../world/world.js';
import { appInfo } from '../methods/app-info.js';
import { grant } from './grant.js';

export interface AuthFaults {
  /** Answers every request with this page until set back to null. */
  outage: { status: number; body: string } | null;
  /** The next N token requests run (tokens rotate), but their answers are lost. */
  loseNext: number;
  /** Real ms before each answer. */
  latencyMs: number;
}

/** The vendor's auth server: an origin of its own, which may serve several portals. */
export interface AuthServer extends AuthFaults {
  url: string;
  worlds: Set<World>;
  stop(): Promise<void>;
}

export async function startAuthServer(port = 0, host = '127.0.0.1'): Promise<AuthServer> {
  const worlds = new Set<World>();
  const server: Server = createServer((request, response) => {
    void answer(auth, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const address = server.address() as AddressInfo;
  const auth: AuthServer = {
    url: `http://${host}:${address.port}`,
    worlds,
    outage: null,
    loseNext: 0,
    latencyMs: 0,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return auth;
}

async function requestParams(request: IncomingMessage, url: URL): Promise<Params> {
  const body = await readBody(request);
  return { ...parseForm(url.search.slice(1)), ...body.params };
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Access-Control-Allow-Origin': '*',
  });
  response.end(JSON.stringify(body));
}

async function answer(auth: AuthServer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', auth.url);
  const params = await requestParams(request, url);
  const path = url.pathname.replace(/\/+/g, '/').replace(/\/$/, '');
  for (const world of auth.worlds) world.stats.tokenRequests += path === '/oauth/token' ? 1 : 0;
  if (auth.latencyMs > 0) await sleep(auth.latencyMs);
  if (auth.outage) {
    response.writeHead(auth.outage.status, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end(auth.outage.body);
  } else if (path === '/oauth/token') {
    const reply = grant(auth.worlds, params);
    auth.loseNext -= 1;
    if (auth.loseNext >= 0) response.destroy();
    else sendJson(response, reply.status, reply.body);
    auth.loseNext = Math.max(0, auth.loseNext);
  } else if (path === '/rest/app.info') {
    const world = [...auth.worlds].find((candidate) => candidate.app.access.has(asText(params['auth'])));
    if (world) sendJson(response, 200, { result: appInfo(world) });
    else sendJson(response, 401, { error: 'NO_AUTH_FOUND', error_description: 'Wrong authorization data' });
  } else {
    sendJson(response, 404, { error: 'ERROR_METHOD_NOT_FOUND', error_description: 'Method not found!' });
  }
}
