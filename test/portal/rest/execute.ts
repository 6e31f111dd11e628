import type { User } from '../world/model.js';
import type { Json, Params } from '../world/json.js';
import { asInt, asText } from '../world/json.js';
import { bump, methodStats } from '../world/stats.js';
import type { World } from '../world/world.js';
import { findFault } from '../faults/fault.js';
import type { MethodAnswer, MethodSpec } from './method.js';
import { chargeOperating, isOperatingExhausted } from './limits.js';
import { findMethod } from './registry.js';
import { RestError } from './rest-error.js';
import { timeBlock } from './time-block.js';

export interface CallInput {
  name: string;
  params: Params;
  user: User;
  inBatch: boolean;
}

export type CallOutcome =
  | { ok: true; answer: MethodAnswer; time: Params; chargedSeconds: number }
  | { ok: false; error: RestError; time: Params; chargedSeconds: number };

const serviceKeys = new Set(['auth', 'start']);

function resolve(world: World, input: CallInput): MethodSpec {
  const spec = findMethod(input.name);
  if (spec === undefined) throw new RestError(404, 'ERROR_METHOD_NOT_FOUND', 'Method not found!');
  if (input.inBatch && spec.refusedInBatch === true)
    throw new RestError(405, 'ERROR_BATCH_METHOD_NOT_ALLOWED', 'Method is not allowed for batch usage');
  if (spec.scope !== null && !world.settings.app.scopes.includes(spec.scope))
    throw new RestError(403, 'insufficient_scope', 'The request requires higher privileges than provided');
  return spec;
}

function checkFaults(world: World, name: string): void {
  const limit = findFault(world, 'call', ['operationLimit'], [name]);
  if (limit || isOperatingExhausted(world, name))
    throw new RestError(429, 'OPERATION_TIME_LIMIT', 'Method is blocked due to operation time limit.');
  const refused = findFault(world, 'call', ['refuseRights'], [name]);
  if (refused) {
    const { status, code, description } = refused.error ?? {
      status: 403,
      code: 'ACCESS_DENIED',
      description: 'Access denied.',
    };
    throw new RestError(status, code, description);
  }
}

/** Runs one method with everything the platform checks around it; never throws a refusal. */
export function executeCall(world: World, input: CallInput): CallOutcome {
  const startedAt = world.clock.now();
  const name = findMethod(input.name)?.name ?? input.name.toLowerCase();
  const stats = methodStats(world.stats, name);
  if (input.inBatch) stats.inner += 1;
  let chargedSeconds = 0;
  try {
    const spec = resolve(world, input);
    checkFaults(world, name);
    chargedSeconds = chargeOperating(world, name);
    stats.operatingSeconds += chargedSeconds;
    const isEmptied = findFault(world, 'call', ['emptyAnswer'], [name]) !== null;
    const answer = isEmptied
      ? { result: [] }
      : runAs(world, input, () => spec.run(callOf(world, input, name)));
    stats.succeeded += 1;
    return { ok: true, answer, time: timeBlock(world, startedAt, name), chargedSeconds };
  } catch (error) {
    if (!(error instanceof RestError)) throw error;
    bump(stats.errors, String(error.code));
    return { ok: false, error, time: timeBlock(world, startedAt, name), chargedSeconds };
  }
}

/** Writes with an `auth_connector` stay out of that connector's own offline queue. */
function runAs(world: World, input: CallInput, run: () => MethodAnswer): MethodAnswer {
  world.app.actingConnector = asText(input.params['auth_connector']);
  try {
    return run();
  } finally {
    world.app.actingConnector = '';
  }
}

function callOf(world: World, input: CallInput, name: string): Parameters<MethodSpec['run']>[0] {
  const entries = Object.entries(input.params).filter(([key]) => !serviceKeys.has(key));
  return {
    world,
    user: input.user,
    method: name,
    params: Object.fromEntries(entries),
    args: entries.map(([, value]): Json => value),
    start: asInt(input.params['start']),
    inBatch: input.inBatch,
  };
}
