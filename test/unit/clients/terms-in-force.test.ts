import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defaultTerms } from '../../../server/base/terms.js';
import { FIRST_DAY, type SetTerms, termsInForce } from '../../../server/clients/rules/terms-in-force.js';
import { termsOn } from '../../../server/ledger/rules/bill.js';
import { localDay } from '../../given/ledger-days.js';

const builtIn = { version: 0, effectiveFrom: FIRST_DAY, terms: defaultTerms };
const DAYS = 12;

interface Said {
  who: 'portal' | 'own';
  day: number;
  returns: boolean;
}

/** Versions in the order in which people set them; each gets the next number of the portal. */
const history = fc.array(
  fc.record({
    who: fc.constantFrom('portal' as const, 'own' as const),
    day: fc.nat(DAYS - 1),
    returns: fc.boolean(),
  }),
  { maxLength: 8 },
);

function versionsOf(said: readonly Said[], who: Said['who']): SetTerms[] {
  return said.flatMap((each, index) =>
    each.who === who
      ? [
          {
            version: index + 1,
            effectiveFrom: localDay(each.day),
            terms: who === 'own' && each.returns ? null : defaultTerms,
          },
        ]
      : [],
  );
}

/** Day by day, as one would tell it: what was said last of the latest day that has begun. */
function versionByHand(said: readonly Said[], day: number): number {
  const last = (who: Said['who']) => {
    let found: number | null = null;
    for (let from = 0; from <= day; from += 1)
      for (const [index, each] of said.entries()) if (each.who === who && each.day === from) found = index;
    return found;
  };
  const own = last('own');
  if (own !== null && !said[own]?.returns) return own + 1;
  const portal = last('portal');
  return portal === null ? 0 : portal + 1;
}

describe('the terms of a client', () => {
  it('are on every day those that were said last for it, else for the portal', () => {
    fc.assert(
      fc.property(history, (said) => {
        const portalWide = versionsOf(said, 'portal') as (SetTerms & { terms: typeof defaultTerms })[];
        const { inForce, superseded } = termsInForce([...portalWide, builtIn], versionsOf(said, 'own'));
        for (let day = 0; day < DAYS; day += 1)
          expect(termsOn(inForce, localDay(day)).version).toBe(versionByHand(said, day));
        expect(inForce[0]).toEqual(builtIn);
        const days = inForce.map((each) => each.effectiveFrom);
        expect(days).toEqual([...new Set(days)].sort());
        const bodies = said.filter((each) => each.who === 'portal' || !each.returns).length + 1;
        const named = new Set([...inForce, ...superseded].map((each) => each.version));
        expect(named.size).toBe(bodies);
      }),
      { numRuns: 1000 },
    );
  });

  it('do not depend on the order in which the versions are read', () => {
    fc.assert(
      fc.property(history, (said) => {
        const portalWide = versionsOf(said, 'portal') as (SetTerms & { terms: typeof defaultTerms })[];
        const own = versionsOf(said, 'own');
        const read = termsInForce([builtIn, ...portalWide], own).inForce;
        expect(termsInForce([...portalWide].reverse().concat(builtIn), [...own].reverse()).inForce).toEqual(
          read,
        );
      }),
      { numRuns: 1000 },
    );
  });
});
