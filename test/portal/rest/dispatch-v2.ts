import type { Params } from '../world/json.js';
import { bump, methodStats } from '../world/stats.js';
import type { World } from '../world/world.js';
import { runBatch } from './batch.js';
import { authenticate } from './caller.js';
import { executeCall } from './execute.js';
import { findMethod } from './registry.js';
import { reply, type Reply } from './reply.js';
import { RestError } from './rest-error.js';
import { timeBlock } from './time-block.js';

/** Answers `/rest/METHOD`: parameters are query first, then body, in the order they came. */
export function dispatchV2(world: World, name: string, params: Params): Reply {
  const statName = findMethod(name)?.name ?? name.toLowerCase();
  methodStats(world.stats, statName).http += 1;
  try {
    return answer(world, name, params);
  } catch (error) {
    if (!(error instanceof RestError)) throw error;
    bump(methodStats(world.stats, statName).errors, String(error.code));
    return reply(error.status, error.body());
  }
}

function answer(world: World, name: string, params: Params): Reply {
  const user = authenticate(world, params);
  if (name.toLowerCase() === 'batch') {
    const startedAt = world.clock.now();
    const result = runBatch(world, user, params);
    methodStats(world.stats, 'batch').succeeded += 1;
    return reply(200, { result, time: timeBlock(world, startedAt, null) });
  }
  const outcome = executeCall(world, { name, params, user, inBatch: false });
  // executeCall has counted its own refusals already
  if (!outcome.ok) return reply(outcome.error.status, outcome.error.body());
  const { result, total, next } = outcome.answer;
  return reply(200, {
    result,
    ...(next === undefined ? {} : { next }),
    ...(total === undefined ? {} : { total }),
    time: outcome.time,
  });
}
