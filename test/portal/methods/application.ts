import { method, type Call, type MethodAnswer, type MethodSpec } from '../rest/method.js';
import { RestError } from '../rest/rest-error.js';
import type { Json, Params } from '../world/json.js';
import { asObject, asText, isObject, param } from '../world/json.js';
import { appInfo } from './app-info.js';
import { printDate } from './task-view.js';

/** Basic methods: the app itself, options, discovery. */

function optionAnswer(options: Params, name: Json | undefined): MethodAnswer {
  if (name === undefined || name === '')
    return { result: Object.keys(options).length === 0 ? [] : { ...options } };
  return { result: options[asText(name)] ?? null };
}

function givenOptions(call: Call): Params {
  const options = param(call.params, 'options');
  if (!isObject(options) || Object.keys(options).length === 0)
    throw new RestError(400, 'ERROR_ARGUMENT', "Argument 'options' is null or empty", {
      argument: 'options',
    });
  return options;
}

function userOptions(call: Call): Params {
  const { userOptions: all } = call.world.data;
  const own = all.get(call.user.id) ?? {};
  all.set(call.user.id, own);
  return own;
}

function setAppOptions(call: Call): MethodAnswer {
  if (!call.user.admin) throw new RestError(400, 'ACCESS_DENIED', 'Administrator authorization required');
  Object.assign(call.world.data.appOptions, givenOptions(call));
  return { result: true };
}

function feature(call: Call): MethodAnswer {
  const code = asText(param(call.params, 'CODE'));
  if (code === '') throw new RestError(400, 'ERROR_ARGUMENT', 'Argument CODE is empty', { argument: 'CODE' });
  return { result: { value: call.world.settings.features[code] ?? 'N' } };
}

export const applicationMethods: MethodSpec[] = [
  method('app.info', null, (call) => ({ result: appInfo(call.world) })),
  method('scope', null, (call) => ({ result: [...call.world.settings.app.scopes] })),
  method('feature.get', null, feature),
  method('server.time', null, (call) => ({ result: printDate(call.world, call.world.clock.nowSecond()) })),
  method('user.option.get', null, (call) => optionAnswer(userOptions(call), param(call.params, 'option'))),
  method('user.option.set', null, (call) => {
    Object.assign(userOptions(call), asObject(givenOptions(call)));
    return { result: true };
  }),
  method('app.option.get', null, (call) =>
    optionAnswer(call.world.data.appOptions, param(call.params, 'option')),
  ),
  method('app.option.set', null, setAppOptions),
];
