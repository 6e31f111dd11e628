import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readRaw } from '../portal/http/body.js';
import { parseForm } from '../portal/http/php-form.js';
import { startPortal, type Portal, type PortalOptions } from '../portal/index.js';
import type { Json, Params } from '../portal/world/json.js';
import { asObject } from '../portal/world/json.js';

/** A small portal with the app installed, a receiver for its events, and short ways to call it. */

export interface Answer {
  status: number;
  body: Params;
  headers: Headers;
}

export interface Receiver {
  url: string;
  events: { event: string; raw: string; form: Params }[];
  stop(): Promise<void>;
}

export interface Rig {
  portal: Portal;
  receiver: Receiver;
  adminId: number;
  performerId: number;
  clientId: number;
  groupId: number;
  taskId: number;
  entryId: number;
  token(userId?: number): string;
  /** v2, JSON body. */
  call(method: string, params?: Params, userId?: number): Promise<Answer>;
  /** v2, form body given as text. */
  form(method: string, text: string): Promise<Answer>;
  v3(method: string, body: Params, headers?: Record<string, string>): Promise<Answer>;
  stop(): Promise<void>;
}

async function startReceiver(status = 200): Promise<Receiver> {
  const events: Receiver['events'] = [];
  const server = createServer((request, response) => {
    void readRaw(request).then((raw) => {
      const text = raw.toString('utf8');
      const form = parseForm(text);
      events.push({ event: String(form['event']), raw: text, form });
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}/hook`, events, stop };
}

export async function post(url: string, body: string, headers: Record<string, string>): Promise<Answer> {
  const response = await fetch(url, { method: 'POST', body, headers, redirect: 'manual' });
  const text = await response.text();
  const parsed: Json = text.startsWith('{') ? JSON.parse(text) : { text };
  return { status: response.status, body: asObject(parsed), headers: response.headers };
}

const json = { 'Content-Type': 'application/json' };

/** One group, one task with one entry, an extranet client; the app installed unless `install` is false. */
export async function startRig(options: PortalOptions = {}, install = true): Promise<Rig> {
  const portal = await startPortal({ empty: true, seed: 'contract', ...options });
  const receiver = await startReceiver();
  const { control } = portal;
  control.registerApp({ handlerUrl: `${receiver.url}/app`, ...options.app });
  const performer = control.createUser({ name: 'Пётр', lastName: 'Зимин', workPosition: 'Программист' });
  const client = control.createUser({ name: 'Вера', lastName: 'Сомова', type: 'extranet' });
  const group = control.createGroup({
    name: 'Клиент',
    extranet: true,
    members: [{ userId: performer.id }, { userId: client.id }],
  });
  const task = control.createTask({
    title: 'Поправить корзину',
    groupId: group.id,
    createdBy: 1,
    responsibleId: performer.id,
    auditors: [client.id],
    tags: ['корзина'],
  });
  const entry = control.addEntry({
    taskId: task.id,
    userId: performer.id,
    seconds: 3_600,
    comment: 'Нашёл причину',
  });
  if (install) {
    control.installApp({ userId: 1, installEvent: 'never' });
    control.installFinish({ userId: 1 });
  }
  const token = (userId = 1): string => control.openApp({ userId }).fields['AUTH_ID'] ?? '';
  return {
    portal,
    receiver,
    adminId: 1,
    performerId: performer.id,
    clientId: client.id,
    groupId: group.id,
    taskId: task.id,
    entryId: entry.id,
    token,
    call: (method, params = {}, userId = 1) =>
      post(`${portal.url}/rest/${method}`, JSON.stringify({ ...params, auth: token(userId) }), json),
    form: (method, text) =>
      post(`${portal.url}/rest/${method}`, `${text}&auth=${token()}`, {
        'Content-Type': 'application/x-www-form-urlencoded',
      }),
    v3: (method, body, headers = {}) =>
      post(`${portal.url}/rest/api/${method}`, JSON.stringify({ ...body, auth: token() }), {
        ...json,
        ...headers,
      }),
    stop: async () => {
      await portal.stop();
      await receiver.stop();
    },
  };
}
