import { createHash } from 'node:crypto';
import type { Json } from '../world/json.js';
import { isObject } from '../world/json.js';
import type { World } from '../world/world.js';
import { RestV3Error } from './rest-error.js';

interface Kept {
  bodyHash: string;
  answer: Json;
  keptAt: number;
}

/** Successes of changing v3 methods, by user, method and key. */
export type IdempotencyStore = Map<string, Kept>;

const replayWindowMs = 24 * 3_600_000;

export interface IdempotentCall {
  key: string;
  slot: string;
  bodyHash: string;
}

function bodyHash(world: World, body: Json): string {
  const counted = isObject(body) && !world.settings.idempotencyCountsAuth ? { ...body, auth: null } : body;
  return createHash('sha256').update(JSON.stringify(counted)).digest('hex');
}

/** Reads the header; null when there is none. A malformed key is refused. */
export function idempotentCall(
  world: World,
  header: string | undefined,
  userId: number,
  method: string,
  body: Json,
): IdempotentCall | null {
  if (header === undefined) return null;
  if (!/^[\x20-\x7e]{1,255}$/.test(header))
    throw new RestV3Error(400, 'INVALIDIDEMPOTENCYKEYEXCEPTION', 'Invalid Idempotency-Key');
  return {
    key: header,
    slot: `${userId} ${method.toLowerCase()} ${header}`,
    bodyHash: bodyHash(world, body),
  };
}

/** The kept answer of the same call; another body under the same key is refused. */
export function replayOf(world: World, call: IdempotentCall): Json | undefined {
  const kept = world.idempotency.get(call.slot);
  if (kept === undefined || world.clock.now() - kept.keptAt > replayWindowMs) return undefined;
  if (kept.bodyHash !== call.bodyHash)
    throw new RestV3Error(
      422,
      'IDEMPOTENCYKEYREUSEDEXCEPTION',
      'Idempotency-Key was used with another request',
    );
  return kept.answer;
}

export function keepAnswer(world: World, call: IdempotentCall, answer: Json): void {
  world.idempotency.set(call.slot, { bodyHash: call.bodyHash, answer, keptAt: world.clock.now() });
}
