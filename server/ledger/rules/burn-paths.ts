/** One imagined future: for each week the observed week it repeats, and by how much its level has shifted. */
export interface BurnPaths {
  paths: number;
  weeks: number;
  /** Path by path, `weeks` each: 0 … observed − 1 is an observed week, above it a week made up beside them. */
  repeats: Uint8Array;
  shifts: Float32Array;
}

export interface Draw {
  /** Observed weeks, oldest first in time. */
  observed: number;
  /** Weeks made up beside them. */
  madeUp: number;
  paths: number;
  weeks: number;
  seed: number;
}

// Taken from the global object once: drawing calls them hundreds of thousands of times.
const { cos, exp, imul, log, PI, sqrt } = Math;

/** Chosen on simulated histories; `npm run bench -- forecast` measures what they give. */
const HALF_LIFE_WEEKS = 10;
const GOES_ON = 0.6;
const UNEVENNESS = 1.2;
const MADE_UP_WEIGHT = 0.7;
const LEVEL_SHIFT = 0.1;
const WEEKLY_SHIFT = 0.04;

/**
 * Draws futures from counts alone, never from the weeks' values: two histories of one length meet the same futures, so
 * a larger burn can only make each of them run out sooner.
 *
 * Each path weighs the observed weeks anew (Bayesian bootstrap; twelve weeks say little about the average), recent ones
 * more; repeats them in runs, since busy weeks come together; and lets the level wander, since clients change.
 */
export function drawBurnPaths(draw: Draw): BurnPaths {
  const { paths, weeks } = draw;
  const random = seeded(draw.seed);
  const repeats = new Uint8Array(paths * weeks);
  const shifts = new Float32Array(paths * weeks);
  for (let path = 0; path < paths; path += 1) {
    const limits = weighWeeks(draw, random);
    let at = -1;
    let level = LEVEL_SHIFT * normal(random);
    for (let week = 0; week < weeks; week += 1) {
      const following = followerOf(at, draw.observed);
      at = following >= 0 && random() < GOES_ON ? following : pick(limits, random());
      level += WEEKLY_SHIFT * normal(random);
      repeats[path * weeks + week] = at;
      shifts[path * weeks + week] = exp(level);
    }
  }
  return { paths, weeks, repeats, shifts };
}

/** The week that came after; a made-up one lasts; nothing is known to follow the newest. */
function followerOf(at: number, observed: number): number {
  if (at < 0 || at === observed - 1) return -1;
  return at < observed ? at + 1 : at;
}

/** Random weights of the weeks, added up and scaled to end at 1. */
function weighWeeks({ observed, madeUp }: Draw, random: () => number): number[] {
  const limits: number[] = [];
  let sum = 0;
  for (let index = 0; index < observed + madeUp; index += 1) {
    const age = observed - 1 - index;
    const weight = age >= 0 ? 0.5 ** (age / HALF_LIFE_WEEKS) : MADE_UP_WEIGHT;
    sum += weight * (-log(1 - random())) ** UNEVENNESS;
    limits.push(sum);
  }
  return limits.map((limit) => limit / sum);
}

function pick(limits: readonly number[], point: number): number {
  const index = limits.findIndex((limit) => point < limit);
  return index < 0 ? limits.length - 1 : index;
}

/** Box–Muller. */
function normal(random: () => number): number {
  return sqrt(-2 * log(1 - random())) * cos(2 * PI * random());
}

/** Numbers in [0, 1) that are the same for the same seed on every machine (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
