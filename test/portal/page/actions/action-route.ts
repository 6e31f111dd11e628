import type { IncomingMessage, ServerResponse } from 'node:http';
import { ControlError } from '../../control/control-error.js';
import { readBody } from '../../http/body.js';
import type { Visit } from '../visit.js';
import { appActions } from './app-actions.js';
import { crmActions } from './crm-actions.js';
import { taskActions } from './task-actions.js';
import { timeActions } from './time-actions.js';

const actions = { ...taskActions, ...timeActions, ...appActions, ...crmActions };

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

/** `POST /page/do/NAME` with JSON, from the portal's own pages only: the app's origin has no business here. */
export async function actionRoute(
  visit: Visit,
  request: IncomingMessage,
  response: ServerResponse,
  name: string,
): Promise<void> {
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
  const origin = request.headers.origin;
  const isOwn = origin === undefined || origin === visit.portal.url;
  if (action === undefined || request.method !== 'POST')
    return send(response, 404, { error: 'Нет такого действия' });
  const body = await readBody(request);
  if (!isOwn || body.kind !== 'json') return send(response, 403, { error: 'Запрос не со страницы портала' });
  try {
    send(response, 200, action(visit, body.params));
  } catch (error) {
    if (!(error instanceof ControlError)) throw error;
    send(response, error.status, { error: error.message });
  }
}
