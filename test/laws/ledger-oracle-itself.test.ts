import { describe, it, expect } from '@jest/globals';
import fc from 'fast-check';
import { oracle, oracleBySecond } from '../given/oracle.js';
import { anyScene } from '../given/facts.js';

describe('the oracle', () => {
  it('says the same second by second and in runs', () => {
    fc.assert(
      fc.property(anyScene, ({ facts, today }) => {
        expect(oracle(facts, today)).toEqual(oracleBySecond(facts, today));
      }),
      { numRuns: 1000 },
    );
  });
});
