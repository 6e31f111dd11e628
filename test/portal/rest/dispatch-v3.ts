import type { Json, Params } from '../world/json.js';
import { isObject } from '../world/json.js';
import { bump, methodStats } from '../world/stats.js';
import type { World } from '../world/world.js';
import { findFault } from '../faults/fault.js';
import { authenticate } from './caller.js';
import { idempotentCall, keepAnswer, replayOf, type IdempotentCall } from './idempotency.js';
import { chargeOperating, isOperatingExhausted } from './limits.js';
import type { MethodV3 } from './method-v3.js';
import { findMethodV3 } from './registry-v3.js';
import { reply, type Reply } from './reply.js';
import { RestError, RestV3Error } from './rest-error.js';
import { timeBlock } from './time-block.js';

export interface V3Request {
  name: string;
  isJson: boolean;
  isGet: boolean;
  root: Json | undefined;
  idempotencyKey: string | undefined;
}

/** What was decided when the request arrived; `run` may be called later (a write landing late). */
export interface PreparedV3 {
  run: () => Reply;
}

function refused(world: World, name: string, error: unknown): Reply {
  if (!(error instanceof RestError) && !(error instanceof RestV3Error)) throw error;
  bump(methodStats(world.stats, `api/${name}`).errors, String(error.code));
  return reply(error.status, error.body());
}

/** The Idempotency-Key is looked up on arrival, so two calls under way at once may both run, as on the platform. */
export function prepareV3(world: World, request: V3Request): PreparedV3 {
  const { name } = request;
  methodStats(world.stats, `api/${name}`).http += 1;
  try {
    const body = bodyOf(request);
    const user = authenticate(world, body);
    const spec = resolveV3(world, name);
    checkV3(world, spec);
    const call = spec.changes ? idempotentCall(world, request.idempotencyKey, user.id, name, body) : null;
    const kept = call ? replayOf(world, call) : undefined;
    if (call && kept !== undefined)
      return { run: () => reply(200, kept, { 'Idempotency-Key': call.key, 'Idempotent-Replayed': 'true' }) };
    return {
      run: () => {
        try {
          return runV3(world, spec, user.id, body, call);
        } catch (error) {
          return refused(world, name, error);
        }
      },
    };
  } catch (error) {
    const answer = refused(world, name, error);
    return { run: () => answer };
  }
}

function bodyOf(request: V3Request): Params {
  if (request.isGet) return {};
  if (!request.isJson || request.root === undefined)
    throw new RestV3Error(400, 'INVALIDJSONEXCEPTION', 'Request body must be JSON');
  return isObject(request.root) ? request.root : {};
}

function resolveV3(world: World, name: string): MethodV3 {
  const spec = findMethodV3(name);
  if (spec === undefined) throw new RestV3Error(404, 'METHODNOTFOUNDEXCEPTION', `Method ${name} not found`);
  if (!world.settings.app.scopes.includes(spec.scope))
    throw new RestV3Error(403, 'INSUFFICIENTSCOPEEXCEPTION', `Scope ${spec.scope} is required`);
  return spec;
}

function checkV3(world: World, spec: MethodV3): void {
  if (
    findFault(world, 'call', ['operationLimit'], [spec.name]) ||
    isOperatingExhausted(world, `api/${spec.name}`)
  )
    throw new RestError(429, 'OPERATION_TIME_LIMIT', 'Method is blocked due to operation time limit.');
  if (findFault(world, 'call', ['refuseRights'], [spec.name]))
    throw new RestV3Error(403, 'ACCESSDENIEDEXCEPTION', 'Access denied');
}

function runV3(
  world: World,
  spec: MethodV3,
  userId: number,
  body: Params,
  call: IdempotentCall | null,
): Reply {
  const statName = `api/${spec.name}`;
  const startedAt = world.clock.now();
  const user = world.data.users.get(userId);
  if (user === undefined) throw new RestV3Error(403, 'ACCESSDENIEDEXCEPTION', 'Access denied');
  methodStats(world.stats, statName).operatingSeconds += chargeOperating(world, statName);
  const result = spec.run({ world, user, body });
  methodStats(world.stats, statName).succeeded += 1;
  const answer: Json = { result, time: timeBlock(world, startedAt, statName) };
  if (call) keepAnswer(world, call, answer);
  return reply(200, answer, call ? { 'Idempotency-Key': call.key } : {});
}
