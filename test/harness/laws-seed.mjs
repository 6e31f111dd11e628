import { expect } from '@jest/globals';

/** Laws draw at random, each run anew: the seed is printed, and `LAWS_SEED=…` draws the same again. */
const path = expect.getState().testPath ?? '';
if (path.includes('/test/laws/')) {
  const { default: fc } = await import('fast-check');
  const seed = Number(process.env.LAWS_SEED ?? Math.floor(Math.random() * 2 ** 31));
  fc.configureGlobal({ seed });
  process.stderr.write(`${path.split('/').pop()}: LAWS_SEED=${seed}\n`);
}
