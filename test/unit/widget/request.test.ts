import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ApiError } from '../../../client-widget/api/api-error.js';
import { sendSignedIn } from '../../../client-widget/api/request.js';
import { keepSession } from '../../../client-widget/api/session-keeper.js';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
const servers: Server[] = [];

/** A server at the place the page would come from. */
async function serve(answer: Answer): Promise<void> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  Object.defineProperty(globalThis, 'document', {
    configurable: true,
    value: { baseURI: `http://127.0.0.1:${port}/app?DOMAIN=x` },
  });
}

function keeper() {
  let opened = 0;
  return keepSession(() => {
    opened += 1;
    const portal = { language: 'ru', timeZone: 'UTC', state: 'installed', host: 'p', page: '/' } as const;
    return Promise.resolve({
      token: `t${opened}`,
      expiresAt: Date.now() + 3_600_000,
      role: 'manager',
      userId: 1,
      userName: 'М',
      portal,
    });
  });
}

function json(response: ServerResponse, status: number, body: unknown) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function failureOf(work: Promise<unknown>): Promise<ApiError> {
  return work.then(
    () => Promise.reject(new Error('it succeeded')),
    (error: unknown) => (error instanceof ApiError ? error : Promise.reject(error)),
  );
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

describe('a request of the widget', () => {
  const list = {
    path: 'clients',
    query: { standing: true, before: undefined },
    answer: z.object({ clients: z.array(z.number()) }),
  };

  it('goes below the page with the bearer in a header, never in the address', async () => {
    const seen: string[] = [];
    await serve((request, response) => {
      seen.push(String(request.url), String(request.headers.authorization));
      json(response, 200, { clients: [1] });
    });
    expect(await sendSignedIn(keeper(), list)).toEqual({ clients: [1] });
    expect(seen).toEqual(['/api/v1/clients?standing=true', 'Bearer t1']);
  });

  it('renews a refused bearer once and repeats the request', async () => {
    const bearers: (string | undefined)[] = [];
    await serve((request, response) => {
      bearers.push(request.headers.authorization);
      if (bearers.length === 1)
        json(response, 401, { type: 'about:blank', title: 'no', status: 401, code: 'UNAUTHORIZED' });
      else json(response, 200, { clients: [] });
    });
    await sendSignedIn(keeper(), list);
    expect(bearers).toEqual(['Bearer t1', 'Bearer t2']);
  });

  it('gives up when the new bearer is refused as well', async () => {
    let count = 0;
    await serve((_request, response) => {
      count += 1;
      json(response, 401, { type: 'about:blank', title: 'no', status: 401, code: 'UNAUTHORIZED' });
    });
    expect((await failureOf(sendSignedIn(keeper(), list))).code).toBe('UNAUTHORIZED');
    expect(count).toBe(2);
  });

  it('carries the code and the detail of a problem', async () => {
    const problem = {
      type: 'about:blank',
      title: 'Stale',
      status: 409,
      code: 'STALE',
      detail: 'Position 7 is newer',
    };
    await serve((_request, response) => json(response, 409, problem));
    expect(await failureOf(sendSignedIn(keeper(), list))).toMatchObject({
      code: 'STALE',
      status: 409,
      detail: problem.detail,
    });
  });

  it('keeps the status of an answer that is no problem at all', async () => {
    await serve((_request, response) => response.writeHead(502).end('<html>bad gateway</html>'));
    expect(await failureOf(sendSignedIn(keeper(), list))).toMatchObject({ code: 'HTTP_502', status: 502 });
  });

  it('says so when an answer has another shape than promised', async () => {
    await serve((_request, response) => json(response, 200, { clients: ['one'] }));
    expect((await failureOf(sendSignedIn(keeper(), list))).code).toBe('ANSWER_UNREADABLE');
  });

  it('tells a broken connection from a refusal', async () => {
    await serve((request) => request.socket.destroy());
    expect(await failureOf(sendSignedIn(keeper(), list))).toMatchObject({ code: 'NO_CONNECTION', status: 0 });
  });
});
