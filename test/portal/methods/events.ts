import type { EventBinding } from '../app/app-state.js';
import { emit } from '../events/emit.js';
import { method, type Call, type MethodAnswer, type MethodSpec } from '../rest/method.js';
import { accessDenied, RestError } from '../rest/rest-error.js';
import { nextId } from '../world/data.js';
import { asInt, asObject, asText, param } from '../world/json.js';
import type { World } from '../world/world.js';
import { checkHandler } from './handler-address.js';

/** Events by scope ('' = basic). */
const byScope: Record<string, string[]> = {
  '': [
    'ONAPPUNINSTALL',
    'ONAPPINSTALL',
    'ONAPPUPDATE',
    'ONAPPPAYMENT',
    'ONAPPTEST',
    'ONAPPMETHODCONFIRM',
    'ONOFFLINEEVENT',
  ],
  user: ['ONUSERADD'],
  task: [
    'ONTASKADD',
    'ONTASKUPDATE',
    'ONTASKDELETE',
    'ONTASKCOMMENTADD',
    'ONTASKCOMMENTUPDATE',
    'ONTASKCOMMENTDELETE',
  ],
  sonet_group: ['ONSONETGROUPADD', 'ONSONETGROUPUPDATE', 'ONSONETGROUPDELETE'],
  log: ['ONLIVEFEEDPOSTADD', 'ONLIVEFEEDPOSTUPDATE', 'ONLIVEFEEDPOSTDELETE'],
  crm: [
    'ONCRMDEALADD',
    'ONCRMDEALUPDATE',
    'ONCRMDEALDELETE',
    'ONCRMDEALMOVETOCATEGORY',
    'ONCRMDYNAMICITEMADD',
    'ONCRMDYNAMICITEMUPDATE',
    'ONCRMDYNAMICITEMDELETE',
  ],
};

function availableEvents(world: World): string[] {
  const { scopes } = world.settings.app;
  return Object.entries(byScope).flatMap(([scope, events]) =>
    scope === '' || scopes.includes(scope) ? events : [],
  );
}

interface Wanted {
  event: string;
  handler: string;
  authType: number | null;
  offline: boolean | null;
}

function read(call: Call): Wanted {
  const type = asText(param(call.params, 'event_type')).toLowerCase();
  return {
    event: asText(param(call.params, 'event')).toUpperCase(),
    handler: asText(param(call.params, 'handler')),
    authType: asInt(param(call.params, 'auth_type')),
    offline: type === '' ? null : type === 'offline',
  };
}

function checkBind(call: Call, wanted: Wanted): void {
  const { world, user } = call;
  if (wanted.event === '')
    throw new RestError(400, 'ERROR_ARGUMENT', 'Argument event is empty', { argument: 'event' });
  if (!availableEvents(world).includes(wanted.event))
    throw new RestError(400, 'ERROR_EVENT_NOT_FOUND', 'Event not found');
  if (!user.admin && (wanted.offline === true || (wanted.authType !== null && wanted.authType !== user.id)))
    throw accessDenied();
  const connector = asText(param(call.params, 'auth_connector'));
  if (connector !== '' && world.settings.features['rest_auth_connector'] !== 'Y')
    throw new RestError(403, 'WRONG_LICENSE', 'auth_connector is not available on this plan');
  if (wanted.offline !== true) checkHandler(wanted.handler);
}

function bind(call: Call): MethodAnswer {
  const { world, user } = call;
  const wanted = read(call);
  checkBind(call, wanted);
  const binding: EventBinding = {
    id: nextId(world.data, 'handler'),
    event: wanted.event,
    handler: wanted.offline === true ? '' : wanted.handler,
    authType: wanted.authType ?? (user.admin ? 0 : user.id),
    offline: wanted.offline === true,
    connector: asText(param(call.params, 'auth_connector')),
    minTimeoutSeconds: asInt(asObject(param(call.params, 'options'))['minTimeout']) ?? 1,
    boundBy: user.id,
  };
  if (world.app.bindings.some((known) => isSame(known, binding)))
    throw new RestError(400, 'ERROR_CORE', 'Unable to set event handler: Handler already binded');
  world.app.bindings.push(binding);
  return { result: true };
}

function isSame(one: EventBinding, other: EventBinding): boolean {
  const keys = ['event', 'handler', 'authType', 'offline', 'connector'] as const;
  return keys.every((key) => one[key] === other[key]);
}

function unbind(call: Call): MethodAnswer {
  const { world, user } = call;
  const wanted = read(call);
  if (wanted.event === '')
    throw new RestError(400, 'ERROR_ARGUMENT', 'Argument event is empty', { argument: 'event' });
  if (!user.admin && (wanted.offline === true || (wanted.authType !== null && wanted.authType !== user.id)))
    throw accessDenied();
  const before = world.app.bindings.length;
  world.app.bindings = world.app.bindings.filter(
    (known) =>
      known.event !== wanted.event ||
      (wanted.handler !== '' && known.handler !== wanted.handler) ||
      (wanted.authType !== null && known.authType !== wanted.authType) ||
      (wanted.offline !== null && known.offline !== wanted.offline) ||
      (!user.admin && known.authType !== user.id),
  );
  return { result: { count: before - world.app.bindings.length } };
}

function get(call: Call): MethodAnswer {
  const rows = call.world.app.bindings.map((binding) => ({
    event: binding.event,
    handler: binding.handler,
    auth_type: String(binding.authType),
    offline: binding.offline ? 1 : 0,
  }));
  return { result: rows };
}

function test(call: Call): MethodAnswer {
  emit(
    call.world,
    'ONAPPTEST',
    { QUERY: call.params, LANGUAGE_ID: call.world.settings.language },
    call.user.id,
  );
  return { result: 1 };
}

export const eventMethods: MethodSpec[] = [
  method('event.bind', null, bind),
  method('event.unbind', null, unbind),
  method('event.get', null, get),
  method('event.test', null, test),
  method('events', null, (call) => {
    const scope = asText(param(call.params, 'SCOPE'));
    return { result: scope === '' ? availableEvents(call.world) : (byScope[scope] ?? []) };
  }),
];
