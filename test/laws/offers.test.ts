import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nextPackageDue, type OwnedPackage } from '../../server/offers/rules/next-package.js';
import { type KnownOffer, nextState, type Step } from '../../server/offers/rules/next-state.js';
import type { Proposal } from '../../server/offers/rules/propose.js';

const runs = { numRuns: 1_000 };

const proposal: fc.Arbitrary<Proposal> = fc.record({
  title: fc.constantFrom('Пакет', 'Другой'),
  sizeSeconds: fc.constantFrom(null, 36_000, 72_000),
  priceMinor: fc.constantFrom(null, 100, 200),
  currency: fc.constantFrom('RUB', 'USD'),
  boughtOn: fc.constantFrom('2026-03-01', '2026-03-02'),
  reckoned: fc.constant({ by: 'nothing' as const, what: 'no-rows' as const }),
});
type Act = { look: Proposal | null } | { decide: 'accepted' | 'dismissed' } | { know: true };
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ look: fc.option(proposal) }) },
  { weight: 2, arbitrary: fc.record({ decide: fc.constantFrom('accepted' as const, 'dismissed' as const) }) },
  { weight: 1, arbitrary: fc.constant({ know: true as const }) },
);

/** The whole life of one offer, as the stores play it. */
function play(known: KnownOffer | null, step: Step): KnownOffer | null {
  switch (step.do) {
    case 'insert':
      return { ...step.proposal, state: 'open', later: null };
    case 'change':
      return known && { ...known, ...step.proposal, state: 'open' };
    case 'withdraw':
      return known && { ...known, state: 'withdrawn' };
    case 'note':
      return known && { ...known, later: step.later };
    case 'nothing':
      return known;
  }
}

function after(known: KnownOffer | null, one: Act): KnownOffer | null {
  if ('look' in one) return play(known, nextState(known, one.look));
  if (known?.state === 'open' && 'decide' in one) return { ...known, state: one.decide };
  if (known?.later && 'know' in one) return { ...known, later: { ...known.later, seen: true } };
  return known;
}

function live(acts: readonly Act[]): {
  known: KnownOffer | null;
  inserts: number;
  past: (KnownOffer | null)[];
} {
  let known: KnownOffer | null = null;
  let inserts = 0;
  const past: (KnownOffer | null)[] = [];
  for (const one of acts) {
    if ('look' in one) inserts += nextState(known, one.look).do === 'insert' ? 1 : 0;
    known = after(known, one);
    past.push(known);
  }
  return { known, inserts, past };
}

const decided = (known: KnownOffer | null) => known?.state === 'accepted' || known?.state === 'dismissed';

describe('an offer', () => {
  it('is made once, whatever its deal goes through', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 20 }), (acts) => live(acts).inserts <= 1),
      runs,
    );
  });

  it('shows while open exactly what the item said last', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 20 }), proposal, (acts, last) => {
        const { known } = live([...acts, { look: last }]);
        if (known && !decided(known))
          expect({ ...known, later: undefined }).toMatchObject({ ...last, state: 'open' });
      }),
      runs,
    );
  });

  it('once decided never changes what was decided, and a second look at the same changes nothing', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 20 }), fc.option(proposal), (acts, last) => {
        const { past, known } = live([...acts, { look: last }]);
        const first = past.findIndex(decided);
        const frozen = past
          .slice(first < 0 ? past.length : first)
          .map((one) => one && { ...one, later: null });
        for (const one of frozen) expect(one).toEqual(frozen[0]);
        expect(nextState(known, last)).toEqual({ do: 'nothing' });
      }),
      runs,
    );
  });

  it('tells after acceptance exactly when the item says something else', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 20 }), fc.option(proposal), (acts, last) => {
        const { known } = live([...acts, { look: last }]);
        if (known?.state !== 'accepted') return;
        const isSame =
          last !== null &&
          last.sizeSeconds === known.sizeSeconds &&
          last.priceMinor === known.priceMinor &&
          last.currency === known.currency;
        expect(known.later === null).toBe(isSame);
      }),
      runs,
    );
  });
});

const owned: fc.Arbitrary<OwnedPackage[]> = fc
  .array(
    fc.record({
      source: fc.constantFrom(
        'manual',
        'gift',
        'crm-deal',
        'smart-invoice',
        'rollover',
        'correction',
        'opening',
      ),
      boughtAt: fc.integer({ min: 1, max: 3 }),
      sizeSeconds: fc.integer({ min: 0, max: 100 }),
      spent: fc.integer({ min: 0, max: 100 }),
      state: fc.constantFrom('usable', 'used-up', 'future', 'expired', 'closed', 'unpaid'),
    }),
    { maxLength: 6 },
  )
  .map((all) =>
    all.map(({ spent, ...one }, index) => {
      const isUsedUp = one.state === 'used-up';
      const spentSeconds = isUsedUp ? one.sizeSeconds : Math.floor((one.sizeSeconds * spent) / 101);
      return { ...one, packageId: index + 1, spentSeconds };
    }),
  );

describe('the next package', () => {
  it('is never due without a threshold, a bought package, or while one is on its way', () => {
    fc.assert(
      fc.property(owned, fc.integer({ min: 1, max: 100 }), (packages, percent) => {
        expect(nextPackageDue(packages, null)).toBeNull();
        const due = nextPackageDue(packages, percent);
        const isOnItsWay = packages.some(
          (one) => ['future', 'unpaid'].includes(one.state) && one.source !== 'rollover',
        );
        if (isOnItsWay) expect(due).toBeNull();
        if (due) expect(['manual', 'crm-deal', 'smart-invoice']).toContain(due.after.source);
      }),
      runs,
    );
  });

  it('once due stays due while hours are used, and a lower threshold is reached no later', () => {
    fc.assert(
      fc.property(owned, fc.integer({ min: 1, max: 99 }), (packages, percent) => {
        const due = nextPackageDue(packages, percent + 1);
        if (due === null) return;
        expect(nextPackageDue(packages, percent)?.after).toEqual(due.after);
        const used = packages.map((one) => {
          const more =
            one.state === 'usable' ? Math.min(one.sizeSeconds - 1, one.spentSeconds + 1) : one.spentSeconds;
          return { ...one, spentSeconds: Math.max(more, one.spentSeconds) };
        });
        expect(nextPackageDue(used, percent + 1)?.after.packageId).toBe(due.after.packageId);
      }),
      runs,
    );
  });

  it.each<[string, Partial<OwnedPackage>[], number, number | null]>([
    ['at 79 % not yet', [{ sizeSeconds: 100, spentSeconds: 79 }], 80, null],
    ['at 80 %', [{ sizeSeconds: 100, spentSeconds: 80 }], 80, 1],
    ['used up', [{ sizeSeconds: 100, spentSeconds: 100, state: 'used-up' }], 100, 1],
    [
      'an earlier package that still holds hours counts too',
      [
        { sizeSeconds: 100, spentSeconds: 50 },
        { sizeSeconds: 100, spentSeconds: 0 },
      ],
      80,
      null,
    ],
    [
      'packages used up long ago do not',
      [
        { sizeSeconds: 900, spentSeconds: 900, state: 'used-up' },
        { sizeSeconds: 100, spentSeconds: 10 },
      ],
      80,
      null,
    ],
    [
      'a gift is used up, but nobody buys it again',
      [{ sizeSeconds: 100, spentSeconds: 90, source: 'gift' }],
      80,
      null,
    ],
    [
      'the size of the last bought one',
      [
        { sizeSeconds: 100, spentSeconds: 100, state: 'used-up' },
        { sizeSeconds: 50, spentSeconds: 45 },
      ],
      80,
      2,
    ],
  ])('%s', (_name, given, percent, after) => {
    const packages = given.map((one, index) => ({
      ...{
        packageId: index + 1,
        source: 'manual',
        boughtAt: index,
        sizeSeconds: 0,
        spentSeconds: 0,
        state: 'usable',
      },
      ...one,
    }));
    expect(nextPackageDue(packages, percent)?.after.packageId ?? null).toBe(after);
  });
});
