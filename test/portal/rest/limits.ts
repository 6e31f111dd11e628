import type { LimitSettings } from '../world/settings.js';
import type { World } from '../world/world.js';

/** Leaky bucket per portal and operating time per method (ten one-minute buckets). */
export interface LimitState {
  level: number;
  levelAt: number;
  operating: Map<string, MinuteBucket[]>;
}

interface MinuteBucket {
  minute: number;
  firstCallAt: number;
  seconds: number;
}

const windowMinutes = 10;

export function createLimitState(): LimitState {
  return { level: 0, levelAt: 0, operating: new Map() };
}

/** Counts one HTTP request; false = answer 503. */
export function takeFromBucket(world: World): boolean {
  const { limits, settings } = world;
  if (!settings.limits.enabled) return true;
  const now = world.clock.limitNow();
  const drained = ((now - limits.levelAt) / 1000) * settings.limits.ratePerSecond;
  limits.level = Math.max(0, limits.level - drained);
  limits.levelAt = now;
  if (limits.level + 1 > settings.limits.burst) return false;
  limits.level += 1;
  return true;
}

function liveBuckets(world: World, method: string): MinuteBucket[] {
  const minute = Math.floor(world.clock.limitNow() / 60_000);
  const live = (world.limits.operating.get(method) ?? []).filter(
    (bucket) => bucket.minute > minute - windowMinutes,
  );
  world.limits.operating.set(method, live);
  return live;
}

export interface OperatingReading {
  operating: number;
  /** Unix seconds of the portal's clock at which the oldest bucket drops. */
  operating_reset_at: number;
}

export function readOperating(world: World, method: string): OperatingReading {
  const live = liveBuckets(world, method);
  const limitNow = world.clock.limitNow();
  const oldest = live[0]?.firstCallAt ?? limitNow;
  const resetAt = world.clock.now() + (oldest + windowMinutes * 60_000 - limitNow);
  const sum = live.reduce((seconds, bucket) => seconds + bucket.seconds, 0);
  return { operating: Number(sum.toFixed(6)), operating_reset_at: Math.floor(resetAt / 1000) };
}

/** Checked before a call: the call that crosses the limit still completes. */
export function isOperatingExhausted(world: World, method: string): boolean {
  if (!world.settings.limits.enabled) return false;
  return readOperating(world, method).operating >= world.settings.limits.operatingSeconds;
}

function chargeSeconds(world: World, charge: LimitSettings['operatingCharge']): number {
  if ('fixedSeconds' in charge) return charge.fixedSeconds;
  return charge.fromSeconds + world.random.next() * (charge.toSeconds - charge.fromSeconds);
}

/** Charges one call and says how many seconds it was. */
export function chargeOperating(world: World, method: string): number {
  const seconds = chargeSeconds(world, world.settings.limits.operatingCharge);
  const now = world.clock.limitNow();
  const live = liveBuckets(world, method);
  const minute = Math.floor(now / 60_000);
  const last = live[live.length - 1];
  if (last?.minute === minute) last.seconds += seconds;
  else live.push({ minute, firstCallAt: now, seconds });
  return seconds;
}
