import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../http/body.js';
import type { Control } from './control.js';
import { ControlError } from './control-error.js';

/** `/control/NAME`: the functions of the control API by kebab-case name, JSON in and out, loopback only. */

const aliases: Record<string, string> = {
  'POST clock': 'setClock',
  'GET clock': 'clock',
  'POST events/flush': 'flushEvents',
  'POST faults': 'addFault',
  'GET faults': 'faults',
  'DELETE faults': 'clearFaults',
  'GET idle': 'idle',
  'POST open': 'openApp',
};

function functionName(method: string, path: string): string {
  return (
    aliases[`${method} ${path}`] ?? path.replace(/-([a-z])/g, (_all, letter: string) => letter.toUpperCase())
  );
}

function isLoopback(request: IncomingMessage): boolean {
  const address = request.socket.remoteAddress ?? '';
  return address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.');
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body ?? null));
}

/** As the paths have them: `create-user`. */
function namesOf(functions: Record<string, unknown>): string {
  const names = Object.keys(functions).filter((name) => typeof functions[name] === 'function');
  return names.map((name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)).join(', ');
}

async function call(control: Control, request: IncomingMessage, url: URL): Promise<unknown> {
  const path = url.pathname.replace(/^\/control\/?/, '').replace(/\/$/, '');
  const functions: Record<string, unknown> = control;
  const name = functionName(request.method ?? 'GET', path);
  const found = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (typeof found !== 'function')
    throw new ControlError(404, `No control function "${path}"; there are: ${namesOf(functions)}`);
  const body = await readBody(request);
  const query = Object.fromEntries(
    [...url.searchParams].map(([key, value]) => [key, /^\d+$/.test(value) ? Number(value) : value]),
  );
  const outcome: unknown = await Reflect.apply(found, undefined, [{ ...query, ...body.params }]);
  return outcome;
}

export async function controlRoute(
  control: Control,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  if (!isLoopback(request)) return send(response, 403, { error: 'loopback only' });
  try {
    send(response, 200, await call(control, request, url));
  } catch (error) {
    if (error instanceof ControlError) return send(response, error.status, { error: error.message });
    if (error instanceof Error) return send(response, 400, { error: error.message });
    throw error;
  }
}
