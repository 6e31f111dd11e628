import { describe, it, expect } from '@jest/globals';
import fc from 'fast-check';
import { apply, play } from '../given/ledger-changes.js';
import { instant } from '../given/ledger-days.js';
import { buy, remove, waive, work } from '../given/ledger-hands.js';
import { anyStory } from '../given/ledger-stories.js';
import { issue, newWorld, owedPerEntry, post, type World } from '../given/ledger-world.js';
import { sumsOf } from '../given/sums.js';

/** Bought minus spent minus overage: what the client has, forfeited hours included. */
function holdings(world: World): number {
  const { size, spent, overageSeconds } = sumsOf([...world.frozen, ...world.open]);
  const bought = world.facts.packages.map(({ sizeSeconds }) => sizeSeconds);
  return total(bought) + total([...size.values()]) - total([...spent.values()]) - overageSeconds;
}

function total(values: number[]): number {
  return values.reduce((sum, each) => sum + each, 0);
}

describe('nobody pays twice and nobody is paid twice', () => {
  it('a client has what was bought less what is owed, after every single fact', () => {
    fc.assert(
      fc.property(anyStory, ({ start, phases }) => {
        const world = newWorld(start);
        for (const phase of phases) {
          for (let index = 0; index <= phase.changes.length; index += 3) {
            const changes = phase.changes.slice(index, index + 3);
            const isLast = index + 3 > phase.changes.length;
            play(world, { ...phase, changes, cut: isLast ? phase.cut : null }, true);
            const bought = total(world.facts.packages.map(({ sizeSeconds }) => sizeSeconds));
            const owed = total([...owedPerEntry(world).values()]);
            expect(holdings(world)).toBe(bought - owed - world.facts.openingOverageSeconds);
          }
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('packages and terms that come after a report change no issued hour; they only cover overage', () => {
    fc.assert(
      fc.property(anyStory, ({ start, phases }) => {
        const world = newWorld(start);
        const [first, second] = phases;
        if (!first || !second) return;
        play(world, { ...first, cut: null }, false);
        issue(world, { until: instant(99) });
        const later = second.changes.filter((change) => 'package' in change || 'terms' in change);
        for (const change of later) apply(world, change);
        const { reverse, add } = post(world);
        const isRest = (kind: string) => ['cover', 'expiry', 'rollover'].includes(kind);
        expect([...reverse, ...add].filter(({ kind }) => !isRest(kind))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('an issued entry', () => {
  function issued(): World {
    const world = newWorld();
    buy(world, 1, 1000);
    work(world, 1, 2, 100);
    issue(world, { until: instant(5) });
    return world;
  }

  it('that is deleted gives back what was issued, once', () => {
    const world = issued();
    expect(holdings(world)).toBe(900);
    remove(world, 1);
    expect(holdings(world)).toBe(1000);
    remove(world, 1);
    issue(world, { until: instant(10) });
    remove(world, 1);
    expect(holdings(world)).toBe(1000);
  });

  it('that was waived in part and is then deleted gives back no more than it cost', () => {
    const world = issued();
    waive(world, 1, 60);
    expect(holdings(world)).toBe(960);
    issue(world, { until: instant(10) });
    remove(world, 1);
    expect(holdings(world)).toBe(1000);
    waive(world, 1, 60);
    expect(holdings(world)).toBe(1000);
  });

  it('that is reduced twice gives back the difference to what was issued', () => {
    const world = issued();
    work(world, 1, 2, 70);
    work(world, 1, 2, 40);
    expect(holdings(world)).toBe(960);
    issue(world, { until: instant(10) });
    work(world, 1, 2, 30);
    expect(holdings(world)).toBe(970);
  });

  it('that comes back after its correction was issued is owed again, once', () => {
    const world = issued();
    remove(world, 1);
    issue(world, { until: instant(10) });
    work(world, 1, 2, 100);
    expect(holdings(world)).toBe(900);
    issue(world, { until: instant(10) });
    work(world, 1, 2, 100);
    expect(holdings(world)).toBe(900);
  });
});
