import type { PlacementBinding } from '../app/app-state.js';
import { method, type Call, type MethodAnswer, type MethodSpec } from '../rest/method.js';
import { accessDenied, RestError } from '../rest/rest-error.js';
import type { Json } from '../world/json.js';
import { asInt, asObject, asText, param } from '../world/json.js';
import type { World } from '../world/world.js';
import { checkHandler } from './handler-address.js';

interface Place {
  scopes: string[];
  single?: boolean;
  options?: string[];
}

const places: Record<string, Place> = {
  LEFT_MENU: { scopes: ['placement'] },
  REST_APP_URI: { scopes: ['placement'], single: true },
  TASK_VIEW_TAB: { scopes: ['task', 'placement'], options: ['groupId'] },
  TASK_VIEW_SIDEBAR: { scopes: ['task', 'placement'], options: ['groupId'] },
  TASK_VIEW_TOP_PANEL: { scopes: ['task', 'placement'] },
  TASK_LIST_CONTEXT_MENU: { scopes: ['task'] },
  TASK_USER_LIST_TOOLBAR: { scopes: ['task'] },
  TASK_GROUP_LIST_TOOLBAR: { scopes: ['task'] },
  TASK_ROBOT_DESIGNER_TOOLBAR: { scopes: ['task'] },
  SONET_GROUP_DETAIL_TAB: { scopes: ['sonet_group'] },
  SONET_GROUP_TOOLBAR: { scopes: ['sonet_group'] },
  SONET_GROUP_ROBOT_DESIGNER_TOOLBAR: { scopes: ['sonet_group'] },
  CRM_DEAL_DETAIL_TAB: { scopes: ['crm'] },
  CRM_COMPANY_DETAIL_TAB: { scopes: ['crm'] },
  CRM_SMART_INVOICE_DETAIL_TAB: { scopes: ['crm'] },
  PAGE_BACKGROUND_WORKER: { scopes: ['placement'], single: true, options: ['errorHandlerUrl'] },
  IMMOBILE_CONTEXT_MENU: { scopes: ['placement', 'im'], options: ['context', 'extranet', 'role'] },
};

function available(world: World): string[] {
  return Object.entries(places)
    .filter(([, place]) => place.scopes.every((scope) => world.settings.app.scopes.includes(scope)))
    .map(([code]) => code);
}

/** Validation errors of `placement.bind` come with HTTP 200. */
function refuse(code: string, text: string, extra: Record<string, Json> = {}): RestError {
  return new RestError(200, code, text, extra);
}

function titlesOf(call: Call): PlacementBinding['langAll'] {
  const given = Object.entries(asObject(param(call.params, 'LANG_ALL')));
  const one = (
    title: Json | undefined,
    description: Json | undefined,
    group: Json | undefined,
  ): PlacementBinding['langAll'][string] => ({
    TITLE: asText(title),
    DESCRIPTION: asText(description),
    GROUP_NAME: asText(group),
  });
  if (given.length > 0)
    return Object.fromEntries(
      given.map(([language, value]) => {
        const texts = asObject(value);
        return [language, one(texts['TITLE'], texts['DESCRIPTION'], texts['GROUP_NAME'])];
      }),
    );
  const { params, world } = call;
  return {
    [world.settings.language]: one(
      param(params, 'TITLE'),
      param(params, 'DESCRIPTION'),
      param(params, 'GROUP_NAME'),
    ),
  };
}

function optionsOf(call: Call, place: Place, code: string): Record<string, string> {
  const given = asObject(param(call.params, 'OPTIONS'));
  const kept = (place.options ?? []).flatMap((name): [string, string][] =>
    name in given ? [[name, asText(given[name])]] : [],
  );
  const options = Object.fromEntries(kept);
  if (code === 'PAGE_BACKGROUND_WORKER' && !options['errorHandlerUrl'])
    throw refuse('EMPTY_ERROR_HANDLER_URL', 'errorHandlerUrl is required');
  return options;
}

function bind(call: Call): MethodAnswer {
  const { world, user } = call;
  if (!user.admin && user.type !== 'system') throw accessDenied();
  const code = asText(param(call.params, 'PLACEMENT')).toUpperCase();
  const handler = asText(param(call.params, 'HANDLER'));
  if (code === '') throw refuse('ERROR_ARGUMENT', 'Argument PLACEMENT is empty', { argument: 'PLACEMENT' });
  const place = places[code];
  if (place === undefined || !available(world).includes(code))
    throw refuse('ERROR_PLACEMENT_NOT_FOUND', 'Placement not found');
  checkHandler(handler, 200);
  const userId = asInt(param(call.params, 'USER_ID')) ?? 0;
  if (userId !== 0 && code !== 'PAGE_BACKGROUND_WORKER')
    throw refuse('ERROR_PLACEMENT_USER_MODE', 'User mode is not available');
  const bound = world.app.placements.filter((known) => known.placement === code);
  if (bound.some((known) => known.handler === handler))
    throw refuse('ERROR_CORE', 'Unable to set placement handler: Handler already binded');
  if (place.single === true && bound.length > 0)
    throw refuse('ERROR_PLACEMENT_MAX_COUNT', 'Placement handler is already set');
  const langAll = titlesOf(call);
  const own = langAll[world.settings.language] ?? Object.values(langAll)[0];
  world.app.placements.push({
    placement: code,
    handler,
    title: asText(param(call.params, 'TITLE')) || (own?.TITLE ?? ''),
    description: asText(param(call.params, 'DESCRIPTION')) || (own?.DESCRIPTION ?? ''),
    langAll,
    options: optionsOf(call, place, code),
    userId,
  });
  return { result: true };
}

/** The platform counts every removed handler twice. */
function unbind(call: Call): MethodAnswer {
  const { world, user } = call;
  if (!user.admin && user.type !== 'system') throw accessDenied();
  const code = asText(param(call.params, 'PLACEMENT')).toUpperCase();
  if (code === '') throw refuse('ERROR_ARGUMENT', 'Argument PLACEMENT is empty', { argument: 'PLACEMENT' });
  const handler = asText(param(call.params, 'HANDLER'));
  const before = world.app.placements.length;
  world.app.placements = world.app.placements.filter(
    (known) => known.placement !== code || (handler !== '' && known.handler !== handler),
  );
  return { result: { count: (before - world.app.placements.length) * 2 } };
}

function get(call: Call): MethodAnswer {
  const rows = call.world.app.placements.map((row) => ({
    placement: row.placement,
    userId: row.userId,
    handler: row.handler,
    options: Object.keys(row.options).length === 0 ? [] : row.options,
    title: row.title,
    description: row.description,
    langAll: row.langAll,
  }));
  return { result: rows };
}

export const placementMethods: MethodSpec[] = [
  { name: 'placement.bind', scope: 'placement', run: bind, refusedInBatch: true },
  method('placement.unbind', 'placement', unbind),
  method('placement.get', 'placement', get),
  method('placement.list', 'placement', (call) => ({ result: available(call.world) })),
];
