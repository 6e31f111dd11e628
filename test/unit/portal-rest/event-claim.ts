import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { InstallClaim } from '../../../server/portal/installs/index.js';
import type { GivenRest } from './given-rest.js';

/** The claim that ONAPPINSTALL or ONAPPUPDATE makes: what the app's event address was sent. */
export async function eventClaim(
  portal: GivenRest['portal'],
  act: () => void,
): Promise<InstallClaim & { memberId: string }> {
  const received: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
    request.on('end', () => {
      received.push(new URLSearchParams(body));
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  portal.control.registerApp({
    eventUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`,
  });
  act();
  await portal.control.flushEvents();
  await new Promise((resolve) => server.close(resolve));
  const form = received.find((one) => /^ONAPP/.test(one.get('event') ?? ''));
  const auth = (name: string): string => form?.get(`auth[${name}]`) ?? '';
  return {
    memberId: auth('member_id'),
    refreshToken: auth('refresh_token'),
    serverEndpoint: auth('server_endpoint'),
    applicationToken: auth('application_token'),
  };
}
