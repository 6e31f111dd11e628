import { describe, expect, it } from '@jest/globals';
import { lastBoughtSeconds, overageState } from '../../../server/ledger/rules/overage-policy.js';

const HOUR = 3600;
const figures = (overage: number, unspent: number, lastBought: number) => ({
  overageSeconds: overage,
  unspentSeconds: unspent,
  lastBoughtSeconds: lastBought,
});

describe('the overage policy', () => {
  it('"allow" never stops anybody', () => {
    const state = overageState({ mode: 'allow', limitPercent: 10 }, figures(500 * HOUR, 0, HOUR));
    expect(state).toEqual({ mode: 'allow', allowedSeconds: null, isOverLimit: false });
  });

  it.each([
    [10, 20 * HOUR, 2 * HOUR, false],
    [10, 20 * HOUR, 2 * HOUR + 1, true],
    [100, 20 * HOUR, 20 * HOUR, false],
    [150, 20 * HOUR, 30 * HOUR + 1, true],
    [10, 0, 0, false],
    [10, 0, 1, true],
  ])(
    '"to %i %%" of a package of %i s: %i s over is beyond it: %s',
    (limitPercent, size, overage, isOverLimit) => {
      const state = overageState({ mode: 'limit', limitPercent }, figures(overage, 0, size));
      expect(state.isOverLimit).toBe(isOverLimit);
    },
  );

  it('tells how much is allowed, in whole seconds', () => {
    const limit = { mode: 'limit', limitPercent: 15 } as const;
    expect(overageState(limit, figures(0, 0, 3601)).allowedSeconds).toBe(540);
  });

  it.each([
    ['something is left', 0, 1, HOUR, false],
    ['the last second is spent', 0, 0, HOUR, true],
    ['there is overage', 60, 0, HOUR, true],
    ['issued overage stands beside hours that may not pay for it', 60, HOUR, HOUR, false],
    ['nothing was ever bought or worked', 0, 0, 0, false],
    ['work was done without any package', 60, 0, 0, true],
  ])('"stop", when %s', (_name, overage, unspent, bought, isOverLimit) => {
    expect(overageState({ mode: 'stop', limitPercent: 10 }, figures(overage, unspent, bought))).toEqual({
      ...{ mode: 'stop', allowedSeconds: 0, isOverLimit },
    });
  });
});

describe('the package bought last', () => {
  const bought = (packageId: number, source: string, boughtAt: number) => ({
    ...{ packageId, source, boughtAt, sizeSeconds: packageId * HOUR },
  });

  it('is none that was given, corrected or rolled over', () => {
    const packages = [
      bought(1, 'manual', 10),
      bought(2, 'crm-deal', 20),
      bought(3, 'gift', 30),
      bought(4, 'correction', 40),
      bought(5, 'rollover', 50),
    ];
    expect(lastBoughtSeconds(packages)).toBe(2 * HOUR);
    expect(lastBoughtSeconds([...packages].reverse())).toBe(2 * HOUR);
  });

  it('may be the hours brought along at the start, and may not be', () => {
    expect(lastBoughtSeconds([bought(7, 'opening', 5)])).toBe(7 * HOUR);
    expect(lastBoughtSeconds([bought(3, 'gift', 5)])).toBe(0);
  });
});
