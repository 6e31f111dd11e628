import type { Params } from '../world/json.js';
import { isoAt } from '../world/dates.js';
import type { World } from '../world/world.js';
import { readOperating } from './limits.js';

/** The `time` member every answer carries; `method` null (outer batch) has no operating figures. */
export function timeBlock(world: World, startedAt: number, method: string | null): Params {
  const finishedAt = world.clock.now();
  const offset = world.settings.utcOffsetMinutes;
  const duration = (finishedAt - startedAt) / 1000;
  const base = {
    start: startedAt / 1000,
    finish: finishedAt / 1000,
    duration,
    processing: duration,
    date_start: isoAt(startedAt, offset),
    date_finish: isoAt(finishedAt, offset),
  };
  return method === null ? base : { ...base, ...readOperating(world, method) };
}
