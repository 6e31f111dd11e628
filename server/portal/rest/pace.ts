import type { Clock } from '../../base/clock.js';

/**
 * Time for limits, in ms: real time, and jumps of the portal's clock on top, so that a bucket drains while a
 * simulated clock stands still and also when it is moved on.
 */
export function createPace(clock: Clock): () => number {
  let value = 0;
  let real = performance.now();
  let told = clock.now();
  return () => {
    const realNow = performance.now();
    const toldNow = clock.now();
    value += Math.max(realNow - real, toldNow - told, 0);
    real = realNow;
    told = toldNow;
    return value;
  };
}
