import type { Robot } from '../acts/robots.js';
import { method, type Call, type MethodAnswer, type MethodSpec } from '../rest/method.js';
import { accessDenied, RestError } from '../rest/rest-error.js';
import type { Json, Params } from '../world/json.js';
import { asObject, asText, isObject, isYes, param } from '../world/json.js';
import { checkHandler } from './handler-address.js';

/** Robots of the app (scope bizproc): registering them, and telling a business process that waits for one. */

const types = ['bool', 'date', 'datetime', 'double', 'file', 'int', 'select', 'string', 'text', 'user'];

function invalid(text: string): RestError {
  return new RestError(400, 'ERROR_ACTIVITY_VALIDATION_FAILURE', text);
}

function requireAdmin({ user }: Call): void {
  if (!user.admin) throw accessDenied();
}

function codeOf(call: Call): string {
  const code = asText(param(call.params, 'CODE'));
  if (code === '') throw invalid('Empty activity code!');
  if (!/^[\w.-]+$/.test(code)) throw invalid('Wrong activity code!');
  return code;
}

function named(value: Json | undefined): boolean {
  return isObject(value) ? Object.values(value).some((text) => asText(text) !== '') : asText(value) !== '';
}

function fieldsOf(value: Json | undefined): Params {
  const fields = asObject(value);
  for (const [key, field] of Object.entries(fields)) {
    if (!/^[a-zA-Z]\w*$/.test(key)) throw invalid(`Wrong property key (${key})!`);
    const { Name, Type, Options } = asObject(field);
    if (!named(Name)) throw invalid(`Empty property Name (${key})!`);
    if (!types.includes(asText(Type))) throw invalid(`Wrong property Type (${key})!`);
    if (asText(Type) === 'select' && Object.keys(asObject(Options)).length === 0)
      throw invalid(`Empty property Options (${key})!`);
  }
  return fields;
}

function handlerOf(call: Call): string {
  const handler = asText(param(call.params, 'HANDLER'));
  checkHandler(handler);
  const own = new URL(call.world.settings.app.handlerUrl).hostname;
  if (new URL(handler).hostname !== own)
    throw new RestError(400, 'ERROR_WRONG_HANDLER_URL', 'Handler URL host is not the application host');
  return handler;
}

function add(call: Call): MethodAnswer {
  requireAdmin(call);
  const code = codeOf(call);
  const handler = handlerOf(call);
  if (!named(param(call.params, 'NAME'))) throw invalid('Empty activity NAME!');
  if (isYes(param(call.params, 'USE_PLACEMENT')) && asText(param(call.params, 'PLACEMENT_HANDLER')) === '')
    throw invalid('Empty PLACEMENT_HANDLER!');
  const properties = fieldsOf(param(call.params, 'PROPERTIES'));
  const returns = Object.keys(fieldsOf(param(call.params, 'RETURN_PROPERTIES')));
  const { robots } = call.world.app;
  if (robots.has(code))
    throw new RestError(400, 'ERROR_ACTIVITY_ALREADY_INSTALLED', 'Activity or Robot already installed!');
  const waits = isYes(param(call.params, 'USE_SUBSCRIPTION'));
  robots.set(code, { code, handler, waits, properties, returns });
  return { result: true };
}

function known(call: Call): Robot {
  const robot = call.world.app.robots.get(codeOf(call));
  if (!robot) throw new RestError(400, 'ERROR_ACTIVITY_NOT_FOUND', 'Activity or Robot is not found!');
  return robot;
}

function update(call: Call): MethodAnswer {
  requireAdmin(call);
  const robot = known(call);
  const fields = asObject(param(call.params, 'FIELDS'));
  if (Object.keys(fields).length === 0) throw invalid('No fields to update');
  if ('HANDLER' in fields) robot.handler = asText(fields['HANDLER']);
  return { result: true };
}

function remove(call: Call): MethodAnswer {
  requireAdmin(call);
  call.world.app.robots.delete(known(call).code);
  return { result: true };
}

function list(call: Call): MethodAnswer {
  requireAdmin(call);
  return { result: [...call.world.app.robots.keys()] };
}

/** Only values that the robot promised reach the process. One answer to each step: the process has gone on after it. */
function send(call: Call): MethodAnswer {
  const token = asText(param(call.params, 'EVENT_TOKEN'));
  const run = call.world.app.robotRuns.get(token);
  if (run?.state !== 'waiting') throw new RestError(403, 'ACCESS_DENIED', 'Access denied!');
  const promised = call.world.app.robots.get(run.code)?.returns ?? [];
  const values = asObject(param(call.params, 'RETURN_VALUES'));
  run.values = Object.fromEntries(Object.entries(values).filter(([name]) => promised.includes(name)));
  run.log = asText(param(call.params, 'LOG_MESSAGE'));
  run.state = 'answered';
  return { result: true };
}

export const robotMethods: MethodSpec[] = [
  method('bizproc.robot.add', 'bizproc', add),
  method('bizproc.robot.update', 'bizproc', update),
  method('bizproc.robot.delete', 'bizproc', remove),
  method('bizproc.robot.list', 'bizproc', list),
  method('bizproc.event.send', 'bizproc', send),
];
