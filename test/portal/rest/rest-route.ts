import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { readBody, type ParsedBody } from '../http/body.js';
import { parseForm } from '../http/php-form.js';
import { findFault, type Fault } from '../faults/fault.js';
import { answerUpload } from '../methods/disk-upload.js';
import type { Params } from '../world/json.js';
import { bump } from '../world/stats.js';
import { originOf, type World } from '../world/world.js';
import { batchCommands } from './batch.js';
import { checkPortalOpen } from './caller.js';
import { dispatchV2 } from './dispatch-v2.js';
import { prepareV3 } from './dispatch-v3.js';
import { takeFromBucket } from './limits.js';
import { corsHeaders, reply, type Reply } from './reply.js';
import { RestError } from './rest-error.js';

const htmlPage =
  '<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>';

interface RestCall {
  name: string;
  isV3: boolean;
  params: Params;
  body: ParsedBody;
  request: IncomingMessage;
}

/** Everything under `/rest`. */
export async function restRoute(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  if (world.address.oldDomains.has(request.headers.host ?? '')) {
    bump(world.stats.statuses, '302');
    response.writeHead(302, { ...corsHeaders, Location: `${originOf(world)}${request.url ?? '/'}` });
    response.end();
    return;
  }
  if (request.method === 'OPTIONS') {
    response.writeHead(200, corsHeaders);
    response.end();
    return;
  }
  const body = await readBody(request);
  if (request.method === 'HEAD' || (request.method !== 'GET' && request.method !== 'POST'))
    return send(
      world,
      response,
      reply(405, { error: 'ERROR_METHOD_NOT_ALLOWED', error_description: 'Method not allowed' }),
    );
  world.stats.restRequests += 1;
  await withinLimit(world, response, callOf(world, request, url, body));
}

function callOf(world: World, request: IncomingMessage, url: URL, body: ParsedBody): RestCall {
  const path = url.pathname
    .replace(/\/{2,}/g, '/')
    .replace(/^\/rest\//, '')
    .replace(/\/$/, '');
  // portals of the old task card have no REST 3.0: "api/…" is just an unknown method there
  const isV3 = path.startsWith('api/') && world.settings.card === 'new';
  const name = decodeURIComponent(isV3 ? path.slice(4) : path).replace(/\.(json|xml)$/, '');
  return { name, isV3, params: { ...parseForm(url.search.slice(1)), ...body.params }, body, request };
}

/** The platform cuts a request after its time; what it started still happens. */
async function withinLimit(world: World, response: ServerResponse, call: RestCall): Promise<void> {
  const cut = setTimeout(() => response.destroy(), world.settings.requestLimitMs);
  cut.unref();
  world.inFlight.requests += 1;
  try {
    await answer(world, response, call);
  } finally {
    world.inFlight.requests -= 1;
    if (response.writableEnded || response.destroyed) clearTimeout(cut);
  }
}

function refuseEarly(world: World): Reply | null {
  try {
    checkPortalOpen(world);
  } catch (error) {
    if (error instanceof RestError) return reply(error.status, error.body());
    throw error;
  }
  if (takeFromBucket(world)) return null;
  return reply(503, { error: 'QUERY_LIMIT_EXCEEDED', error_description: 'Too many requests' });
}

async function answer(world: World, response: ServerResponse, call: RestCall): Promise<void> {
  const early = refuseEarly(world);
  if (early) return send(world, response, early);
  const inner =
    call.name.toLowerCase() === 'batch' ? batchCommands(call.params).map((command) => command.method) : [];
  const fault = findFault(world, 'request', null, [call.name, ...inner]);
  if (fault && (await answerFaulty(world, response, fault))) return;
  const run = prepare(world, call);
  if (fault?.kind === 'landLate') return landLate(world, response, fault, run);
  if (world.latencyMs > 0) await sleep(world.latencyMs);
  const done = run();
  if (fault?.kind === 'slow') await sleep(fault.delayMs ?? 1_000);
  if (fault?.kind === 'answerLost') response.destroy();
  else if (fault?.kind === 'halfWritten') sendHalf(response, done);
  else send(world, response, done);
}

function prepare(world: World, call: RestCall): () => Reply {
  if (call.isV3) {
    const key = call.request.headers['idempotency-key'];
    return prepareV3(world, {
      name: call.name,
      isJson: call.body.kind === 'json',
      isGet: call.request.method === 'GET',
      root: call.body.root,
      idempotencyKey: Array.isArray(key) ? key[0] : key,
    }).run;
  }
  if (call.name === 'upload') return () => answerUpload(world, call.params, call.body.files);
  return () => dispatchV2(world, call.name, call.params);
}

/** Faults that keep the call from running; true when the answer is settled. */
async function answerFaulty(world: World, response: ServerResponse, fault: Fault): Promise<boolean> {
  const codes: Partial<Record<Fault['kind'], [number, string]>> = {
    queryLimit: [503, 'QUERY_LIMIT_EXCEEDED'],
    expiredToken: [401, 'expired_token'],
    serverError: [500, 'INTERNAL_SERVER_ERROR'],
  };
  const code = codes[fault.kind];
  if (code) send(world, response, reply(code[0], { error: code[1], error_description: 'Simulated fault' }));
  else if (fault.kind === 'html200' || fault.kind === 'html502')
    sendHtml(world, response, fault.kind === 'html200' ? 200 : 502);
  else if (fault.kind === 'reset') response.socket?.resetAndDestroy();
  else if (fault.kind === 'hang') await new Promise((resolve) => response.once('close', resolve));
  else return false;
  return true;
}

async function landLate(
  world: World,
  response: ServerResponse,
  fault: Fault,
  run: () => Reply,
): Promise<void> {
  world.inFlight.lateWrites += 1;
  const landing = setTimeout(() => {
    world.inFlight.lateWrites -= 1;
    if (!world.queue.stopped) run();
  }, fault.delayMs ?? 1_000);
  landing.unref();
  if (fault.mode === 'hang') await new Promise((resolve) => response.once('close', resolve));
  else response.destroy();
}

function send(world: World, response: ServerResponse, answer: Reply): void {
  bump(world.stats.statuses, String(answer.status));
  if (response.destroyed) return;
  const text = JSON.stringify(answer.body);
  response.writeHead(answer.status, {
    'Content-Type': 'application/json; charset=utf-8',
    ...corsHeaders,
    'X-Bitrix-Rest-Application': world.settings.app.clientId,
    ...answer.headers,
  });
  response.end(text);
}

function sendHtml(world: World, response: ServerResponse, status: number): void {
  bump(world.stats.statuses, String(status));
  response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8', ...corsHeaders });
  response.end(htmlPage);
}

function sendHalf(response: ServerResponse, answer: Reply): void {
  const text = Buffer.from(JSON.stringify(answer.body));
  response.writeHead(answer.status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': text.length,
  });
  response.write(text.subarray(0, Math.floor(text.length / 2)), () => response.destroy());
}
